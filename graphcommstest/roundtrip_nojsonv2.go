//go:build !go1.27 || !goexperiment.jsonv2

package graphcommstest

// jsonv2 returns nothing: encoding/json/v2 is not built in.
func jsonv2[T any]() []codec[T] { return nil }
