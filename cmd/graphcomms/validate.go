package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/internal/joinerr"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/validate"
)

// validate validates the operations in files.
func (c *command) validate(args []string) int {
	f := newFlags("validate [-json] FILE...", "Prints a line for each violation of the operations in the files, and then counts.\n"+
		"A file holds operations, arrays and pages of them, and notifications, one after another.")
	asJSON := f.Bool("json", false, "print each violation as a JSON object: file, offset, pointer, code, message")
	files, status, goOn := c.parse(f, args, func(args []string) bool { return len(args) > 0 && readsOnce(args) })
	if !goOn {
		return status
	}
	out := bufio.NewWriter(c.stdout)
	j := judge{rules: validate.New(nil), write: writeText(out), progress: progress{w: c.stderr, on: isTerminal(c.stderr), next: time.Now().Add(time.Second)}}
	if *asJSON {
		j.write = writeJSON(out)
	}
	for _, file := range files {
		if err := j.file(c, file); err != nil {
			status = c.fail(err)
		}
	}
	j.progress.end()
	if err := out.Flush(); err != nil {
		return c.fail(err)
	}
	fmt.Fprintf(c.stderr, "%s, %s in %s\n", count(j.progress.n, "operation"), count(j.violations, "violation"), count(j.files, "file"))
	if status == ok && j.violations > 0 {
		return refused
	}
	return status
}

// count returns a number of things.
func count(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return strconv.Itoa(n) + " " + thing
}

// violation is a violation in a file.
type violation struct {
	File    string        `json:"file"`
	Offset  int64         `json:"offset"`
	Pointer string        `json:"pointer"`
	Code    validate.Code `json:"code"`
	Message string        `json:"message"`

	text string // the line for people
}

func writeText(out *bufio.Writer) func(violation) {
	return func(v violation) { fmt.Fprintln(out, v.text) }
}

func writeJSON(out *bufio.Writer) func(violation) {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	return func(v violation) { e.Encode(v) } // out keeps its error until it is flushed
}

// judge writes violations.
type judge struct {
	rules             *validate.Validator
	write             func(violation)
	progress          progress
	violations, files int
}

func (j *judge) file(c *command, file string) error {
	r, err := c.open(file)
	if err != nil {
		return err
	}
	defer r.Close()
	j.files++
	for item, err := range operations.Items(r) {
		at := place{file, item.Line, item.Broken, item.LineStart, item.Offset}
		switch {
		case err == io.EOF:
			j.add(violation{File: file, Code: validate.Syntax, Message: "is empty", text: file + ": is empty"})
		case err != nil && !j.addFaults(at, err):
			return fmt.Errorf("%s: %w", file, err)
		}
		if item.IsOperation {
			j.addRules(at, item.Pointer(), item.Operation, err)
			j.progress.count(j.violations)
		}
	}
	return nil
}

// place tells where something that is validated begins.
type place struct {
	file      string
	line      int
	broken    int   // the line of the byte that cannot follow, or 0
	lineStart int64 // the offset of line
	offset    int64
}

func (p place) String() string { return p.file + ":" + strconv.Itoa(p.line) }

// addRules adds what the rules say of the operation at pointer, or of its members
// that are right; err tells which are not.
func (j *judge) addRules(at place, pointer string, o commsop.Operation, err error) {
	es, _ := j.rules.Operation(o).(validate.Errors)
	wrong := joinerr.List(err)
	for _, v := range es {
		v.Pointer = pointer + v.Pointer
		if slices.ContainsFunc(wrong, func(e *patch.Error) bool { return e.Pointer == v.Pointer }) {
			continue
		}
		text := at.String() + ": " + strings.TrimPrefix(validate.Errors{v}.Error(), "validate: ")
		j.add(violation{at.file, at.offset, v.Pointer, v.Code, v.Message, text})
	}
}

// addFaults adds what is wrong with a text, and reports whether err is about one.
func (j *judge) addFaults(at place, err error) bool {
	for _, err := range parts(err) {
		e, ok := err.(*patch.Error)
		if !ok {
			return false
		}
		there := *e
		there.Op, there.Input, there.Offset = at.String(), "value", e.Offset-at.lineStart
		text := there.Error()
		if at.broken > at.line {
			text += ", on line " + strconv.Itoa(at.broken)
		}
		cause := patch.Error{Want: e.Want, Err: e.Err}
		message := strings.TrimPrefix(cause.Error(), "patch: ")
		j.add(violation{at.file, e.Offset, e.Pointer, validate.Code(validate.ODataError(e).Code), message, text})
	}
	return true
}

func (j *judge) add(v violation) {
	j.violations++
	j.write(v)
}

// progress writes a line now and then to a terminal.
type progress struct {
	w    io.Writer
	on   bool
	n    int
	next time.Time
	said bool
}

func (p *progress) count(violations int) {
	p.n++
	if !p.on || p.n%1024 != 0 || time.Now().Before(p.next) {
		return
	}
	fmt.Fprintf(p.w, "\r%s, %s", count(p.n, "operation"), count(violations, "violation"))
	p.said, p.next = true, time.Now().Add(time.Second)
}

func (p *progress) end() {
	if p.said {
		fmt.Fprintln(p.w)
	}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
