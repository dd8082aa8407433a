package graphcommstest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Golden compares the meaning of got with that of a file, and reports the
// differences as [Diff] does. got is JSON as []byte or [json.RawMessage], or
// anything that encoding/json encodes.
//
// With GRAPHCOMMS_UPDATE=1 in the environment it writes got to the file, as
// [Canonical] does, and makes the folders that are missing. A file that means
// the same already is left as it is. Ignored pointers keep what the file has
// there; where it has nothing, they get what got has. Where CI is set the test
// fails instead, because nobody would look at the new file.
func Golden(t TB, file string, got any, opts ...Option) {
	t.Helper()
	text, err := encode(got)
	if err != nil {
		t.Fatalf("golden file %s: the value does not encode: %v", file, err)
		return
	}
	v, err := load("graphcommstest.Golden", "got", text)
	if err != nil {
		t.Fatalf("golden file %s: %v", file, err)
		return
	}
	update := os.Getenv("GRAPHCOMMS_UPDATE") == "1"
	if update && os.Getenv("CI") != "" {
		t.Fatalf("golden file %s: GRAPHCOMMS_UPDATE=1 is refused where CI is set; update on your own machine", file)
		return
	}
	test, _, _ := strings.Cut(t.Name(), "/")
	golden, err := os.ReadFile(file)
	missing := errors.Is(err, fs.ErrNotExist)
	if missing && !update {
		t.Fatalf("golden file %s is missing; create it with\n  GRAPHCOMMS_UPDATE=1 go test -run '^%s$'", file, test)
		return
	}
	if err != nil && !missing {
		t.Fatalf("golden file: %v", err)
		return
	}
	golden = bytes.TrimPrefix(golden, []byte("\ufeff"))
	report := Diff(golden, text, opts...)
	if report == "" {
		return
	}
	if !update {
		t.Errorf("golden file %s: %s\nIf that is right, accept it with\n  GRAPHCOMMS_UPDATE=1 go test -run '^%s$'", file, report, test)
		return
	}
	if err := write(file, golden, v, opts); err != nil {
		t.Fatalf("golden file %s: %v", file, err)
		return
	}
	t.Logf("golden file %s: written", file)
}

func encode(v any) ([]byte, error) {
	switch v := v.(type) {
	case []byte:
		return v, nil
	case json.RawMessage:
		return v, nil
	}
	return json.Marshal(v)
}

// write writes got to a golden file that has other contents, or none.
func write(file string, golden []byte, got value, opts []Option) error {
	if old, err := load("graphcommstest.Golden", "file", golden); err == nil {
		diff(&old, &got, opts) // marks and numbers both
		got.keep(&old)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, canonical(got), 0o644)
}
