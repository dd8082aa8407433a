//go:build !race

package patch_test

// raceEnabled makes the slow tests do less.
const raceEnabled = false
