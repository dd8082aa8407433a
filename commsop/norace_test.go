//go:build !race

package commsop_test

// raceEnabled makes the slow tests do less.
const raceEnabled = false
