package graphcommstest

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// Golden compares the meaning of got with that of a file, and reports the
// differences as [Diff] does. got is JSON as []byte or [json.RawMessage], or
// anything that encoding/json encodes. What would compare nothing or something
// else fails the test: nil, an [io.Reader], a channel, a function, JSON in a
// string, bytes of another type, a struct without exported fields; save where
// the type encodes itself. A byte order mark in the file is skipped.
//
// With GRAPHCOMMS_UPDATE=1 in the environment it writes got to the file, as
// [Canonical] does, and makes the folders that are missing. A file that means
// the same already is left as it is. Ignored pointers and
// values keep what the file has there, and ignored order the file's; where it
// has nothing, or a value of another kind, the file gets what got has. Where CI is set the test
// fails instead, because nobody would look at the new file.
func Golden(t TB, file string, got any, opts ...Option) {
	t.Helper()
	text, err := encode(got)
	if err != nil {
		t.Fatalf("golden file %s: cannot compare the value: %v", file, err)
		return
	}
	v, err := load("graphcommstest.Golden", "got", text)
	if err != nil {
		t.Fatalf("golden file %s: %v", file, err)
		return
	}
	update, where := os.Getenv("GRAPHCOMMS_UPDATE") == "1", ""
	if os.Getenv("CI") != "" {
		where = " on your own machine"
	}
	if update && where != "" {
		t.Fatalf("golden file %s: GRAPHCOMMS_UPDATE=1 is refused where CI is set; update%s", file, where)
		return
	}
	golden, err := os.ReadFile(file)
	missing := errors.Is(err, fs.ErrNotExist)
	if missing && !update {
		t.Fatalf("golden file %s is missing; create it%s with\n  %s", file, where, accept(t.Name()))
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
		t.Errorf("golden file %s: %s\nIf that is right, accept it%s with\n  %s", file, report, where, accept(t.Name()))
		return
	}
	if err := write(file, golden, v, opts); err != nil {
		t.Fatalf("golden file %s: %v", file, err)
		return
	}
	t.Logf("golden file %s: written", file)
}

// encode returns the JSON of what Golden compares.
func encode(v any) ([]byte, error) {
	switch v := v.(type) {
	case []byte:
		return v, nil
	case json.RawMessage:
		return v, nil
	}
	if err := refuse(v); err != nil {
		return nil, err
	}
	return json.Marshal(v)
}

// refuse returns why v is not meant as it encodes, or nil.
func refuse(v any) error {
	r := reflect.ValueOf(v)
	if !r.IsValid() {
		return errors.New("it is nil")
	}
	if r.Kind() == reflect.Pointer && r.IsNil() {
		return fmt.Errorf("%T is nil", v)
	}
	switch v.(type) {
	case json.Marshaler, encoding.TextMarshaler:
		return nil
	case io.Reader:
		return fmt.Errorf("%T is a reader; pass what it reads as []byte", v)
	}
	switch r.Kind() {
	case reflect.Pointer:
		return refuse(r.Elem().Interface())
	case reflect.String:
		if json.Valid([]byte(r.String())) {
			return errors.New("it is JSON in a string; pass []byte")
		}
	case reflect.Slice:
		if r.Type().Elem().Kind() == reflect.Uint8 {
			return fmt.Errorf("%T encodes as base64; pass []byte", v)
		}
	case reflect.Struct:
		if r.NumField() > 0 && !slices.ContainsFunc(reflect.VisibleFields(r.Type()), reflect.StructField.IsExported) {
			return fmt.Errorf("%T has no exported fields", v)
		}
	}
	return nil
}

// accept returns the command that accepts what a test has got. The testing
// package matches the levels of a name one by one.
func accept(test string) string {
	flag := "-run"
	if strings.HasPrefix(test, "Benchmark") {
		flag = "-run '^$' -bench"
	}
	levels := strings.Split(test, "/")
	for i, level := range levels {
		levels[i] = "^" + regexp.QuoteMeta(level) + "$"
	}
	pattern := strings.ReplaceAll(strings.Join(levels, "/"), "'", `'\''`)
	return "GRAPHCOMMS_UPDATE=1 go test " + flag + " '" + pattern + "'"
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
