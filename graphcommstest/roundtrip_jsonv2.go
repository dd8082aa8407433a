//go:build go1.27 && goexperiment.jsonv2

package graphcommstest

import "encoding/json/v2"

// jsonv2 returns encoding/json/v2.
func jsonv2[T any]() []codec[T] {
	return []codec[T]{{
		"encoding/json/v2",
		func(data []byte, v *T) error { return json.Unmarshal(data, v) },
		func(v *T) ([]byte, error) { return json.Marshal(*v) },
	}}
}
