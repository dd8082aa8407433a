//go:build !msgraph

package bench

func msgraphCoders() []coder { return nil }
