// Command graphcomms applies and judges updates of Microsoft Graph
// communications operations, and works on merge patches (RFC 7396) of any JSON.
//
//	graphcomms update OPERATION.json PATCH.json    the updated operation
//	graphcomms validate FILE...                    a line for each violation
//	graphcomms patch DOC.json PATCH.json           the patched document
//	graphcomms diff FROM.json TO.json              the patch that makes TO of FROM
//	graphcomms compose P.json Q.json               the patch that does P, then Q
//
// A file named - is standard input. Results go to standard output as indented
// JSON. update answers a violation with the OData error body on standard error.
// The exit status is 1 for a violation or refused input, 2 for wrong usage or
// an unreadable file.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/validate"
)

const usage = `usage: graphcomms update OPERATION.json PATCH.json
       graphcomms validate FILE...
       graphcomms patch DOC.json PATCH.json
       graphcomms diff FROM.json TO.json
       graphcomms compose P.json Q.json
A file named - is standard input.
`

func main() {
	os.Exit((&command{os.Stdin, os.Stdout, os.Stderr}).run(os.Args[1:]))
}

// Exit statuses.
const (
	ok      = 0
	refused = 1
	failed  = 2
)

type command struct {
	stdin          io.Reader
	stdout, stderr io.Writer
}

func (c *command) run(args []string) int {
	if len(args) == 0 {
		fmt.Fprint(c.stderr, usage)
		return failed
	}
	switch name, files := args[0], args[1:]; name {
	case "update":
		return c.two(files, update, nil)
	case "patch":
		return c.two(files, patch.Apply, map[string]int{"doc": 0, "p": 1})
	case "diff":
		return c.two(files, patch.Diff, map[string]int{"from": 0, "to": 1})
	case "compose":
		return c.two(files, patch.Compose, map[string]int{"p": 0, "q": 1})
	case "validate":
		return c.validate(files)
	case "help", "-h", "-help", "--help":
		fmt.Fprint(c.stdout, usage)
		return ok
	default:
		fmt.Fprintf(c.stderr, "graphcomms: no command %q\n%s", name, usage)
		return failed
	}
}

// two runs a command on two files. inputs tells which file each input of f is,
// for its errors.
func (c *command) two(files []string, f func(a, b []byte) ([]byte, error), inputs map[string]int) int {
	if len(files) != 2 || files[0] == "-" && files[1] == "-" {
		fmt.Fprint(c.stderr, usage)
		return failed
	}
	var data [2][]byte
	for i, file := range files {
		var err error
		if data[i], err = c.read(file); err != nil {
			fmt.Fprintln(c.stderr, "graphcomms:", err)
			return failed
		}
	}
	out, err := f(data[0], data[1])
	if err == nil {
		return c.print(c.stdout, out, ok)
	}
	if v, is := errors.AsType[validate.Errors](err); is {
		body, err := validate.ODataError(v).MarshalJSON()
		if err != nil {
			fmt.Fprintln(c.stderr, "graphcomms:", err)
			return failed
		}
		return c.print(c.stderr, body, refused)
	}
	for _, e := range describe(err, func(input string) string { return files[inputs[input]] }) {
		fmt.Fprintln(c.stderr, "graphcomms:", e)
	}
	return refused
}

// update returns the operation as the patch updates it.
func update(operation, body []byte) ([]byte, error) {
	current, err := commsop.Decode(operation)
	if err != nil {
		return nil, err
	}
	r, err := validate.New(nil).Update(current, body)
	if err != nil {
		return nil, err
	}
	return r.Operation.AppendJSON(nil)
}

func (c *command) open(file string) (io.ReadCloser, error) {
	if file == "-" {
		return io.NopCloser(c.stdin), nil
	}
	return os.Open(file)
}

func (c *command) read(file string) ([]byte, error) {
	r, err := c.open(file)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// print writes JSON, indented, and returns the status unless that fails.
func (c *command) print(w io.Writer, data []byte, status int) int {
	var b bytes.Buffer
	err := json.Indent(&b, data, "", "  ")
	if err == nil {
		b.WriteByte('\n')
		_, err = b.WriteTo(w)
	}
	if err != nil {
		fmt.Fprintln(c.stderr, "graphcomms:", err)
		return failed
	}
	return status
}

// describe returns a line for each error that err joins. place tells where an
// input of a function came from.
func describe(err error, place func(input string) string) []string {
	switch e := err.(type) {
	case *patch.Error:
		there := patch.Error{Op: place(e.Input), Input: "value", Pointer: e.Pointer, Offset: e.Offset, Err: e.Err}
		return []string{there.Error()}
	case interface{ Unwrap() []error }:
		var lines []string
		for _, e := range e.Unwrap() {
			lines = append(lines, describe(e, place)...)
		}
		return lines
	}
	return []string{err.Error()}
}
