package graphcomms_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/graphcommstest"
)

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	return data
}

func TestUpdate(t *testing.T) {
	stored, body := read(t, "testdata/operation.json"), read(t, "testdata/update.json")
	got, e := update(stored, body)
	if e != nil {
		t.Fatal(e)
	}
	graphcommstest.Golden(t, "testdata/updated.json", got)
}
