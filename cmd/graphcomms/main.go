// Command graphcomms applies and validates updates of Microsoft Graph
// communications operations, and works on merge patches (RFC 7396) of any JSON.
//
//	graphcomms update OPERATION.json PATCH.json    the updated operation
//	graphcomms validate [-json] FILE...            a line for each violation
//	graphcomms patch DOC.json PATCH.json           the patched document
//	graphcomms diff FROM.json TO.json              the patch that makes TO of FROM
//	graphcomms compose P.json Q.json               the patch that does P, then Q
//	graphcomms version                             the version of the module
//
// The files: main.go (what the commands share, and all of them but validate) and
// validate.go.
//
// Each command has -h. A file named - is standard input. A byte order mark at the
// start of a file is skipped. Results go to standard output as indented JSON.
// update answers a violation with the OData error body on standard error. It takes
// no notification and no page for an operation.
//
// validate reads files of any length in constant memory: operations, arrays and
// pages of them, and the bodies of notifications, one after another, on a line
// each or over several. It validates the operations in a notification; a call
// or a participant in it is none. If members of an operation are of the wrong
// kind, the others are validated too. A violation is the line
//
//	FILE:LINE: /value/0/resourceData/status: must be one of …
//
// or what is wrong with the text, at a byte counted from the start of the line:
//
//	FILE:LINE: value at /value/0/id (byte 16): wrong kind of JSON value, must be a string
//
// LINE is the one on which the operation begins, and the pointer starts at the
// value that the operation is in. The message about broken JSON has the line of
// the byte that cannot follow, if that is another one. With -json a violation
// is an object on a line, with the members file, offset (of the operation in
// the file, or of the byte that is wrong), pointer, code (as package validate
// has it) and message. After a text that is broken, reading goes on at the next
// line that begins with { or [. A count on standard error comes last.
//
// The exit status is 1 for a violation or refused input, 2 for wrong usage or
// an unreadable file.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/internal/entity"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/validate"
)

// version is that of the module where the build information has none.
const version = "v0.1.0"

const usage = `usage: graphcomms update OPERATION.json PATCH.json
       graphcomms validate [-json] FILE...
       graphcomms patch DOC.json PATCH.json
       graphcomms diff FROM.json TO.json
       graphcomms compose P.json Q.json
       graphcomms version
Each command has -h. A file named - is standard input.
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
	switch name, args := args[0], args[1:]; name {
	case "update":
		f := newFlags("update OPERATION.json PATCH.json", "Prints the operation as the patch updates it, or why it may not.")
		return c.two(f, args, update, nil)
	case "patch":
		f := newFlags("patch DOC.json PATCH.json", "Prints the document as the merge patch changes it.")
		return c.two(f, args, patch.Apply, map[string]int{"doc": 0, "p": 1})
	case "diff":
		f := newFlags("diff FROM.json TO.json", "Prints the smallest merge patch that makes TO of FROM.")
		return c.two(f, args, patch.Diff, map[string]int{"from": 0, "to": 1})
	case "compose":
		f := newFlags("compose P.json Q.json", "Prints the merge patch that does what P does, and then Q.")
		return c.two(f, args, patch.Compose, map[string]int{"p": 0, "q": 1})
	case "validate":
		return c.validate(args)
	case "version":
		return c.version(args)
	case "help", "-h", "-help", "--help":
		return c.print(c.stdout, []byte(usage), ok)
	default:
		fmt.Fprintf(c.stderr, "graphcomms: no command %q\n%s", name, usage)
		return failed
	}
}

// newFlags returns the flags of a command, none at first. usage is its name and
// its arguments, about what it does.
func newFlags(usage, about string) *flag.FlagSet {
	f := flag.NewFlagSet("", flag.ContinueOnError)
	f.Usage = func() {
		fmt.Fprintf(f.Output(), "usage: graphcomms %s\n%s\n", usage, about)
		f.PrintDefaults()
	}
	return f
}

// parse returns the arguments that are no flags. If there is nothing more to do,
// because help is asked for or the usage is wrong, which isRight tells, it returns
// false and the status.
func (c *command) parse(f *flag.FlagSet, args []string, isRight func(args []string) bool) (rest []string, status int, goOn bool) {
	var said bytes.Buffer
	f.SetOutput(&said)
	err := f.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return nil, c.print(c.stdout, said.Bytes(), ok), false
	case err == nil && isRight(f.Args()):
		return f.Args(), ok, true
	case err == nil:
		f.Usage()
	}
	c.stderr.Write(said.Bytes())
	return nil, failed, false
}

// version prints the version of the module.
func (c *command) version(args []string) int {
	f := newFlags("version", "Prints the version of the module.")
	_, status, goOn := c.parse(f, args, func(args []string) bool { return len(args) == 0 })
	if !goOn {
		return status
	}
	info, _ := debug.ReadBuildInfo()
	return c.print(c.stdout, []byte(versionOf(info)+"\n"), ok)
}

// versionOf returns the version that the build information, which may be nil, has
// of the module, or else the constant.
func versionOf(info *debug.BuildInfo) string {
	if info == nil || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return version
	}
	return info.Main.Version
}

// two runs a command on two files. inputs tells which file each input of do is,
// for its errors.
func (c *command) two(f *flag.FlagSet, args []string, do func(a, b []byte) ([]byte, error), inputs map[string]int) int {
	files, status, goOn := c.parse(f, args, func(args []string) bool { return len(args) == 2 && readsOnce(args) })
	if !goOn {
		return status
	}
	var data [2][]byte
	for i, file := range files {
		var err error
		if data[i], err = c.read(file); err != nil {
			return c.fail(err)
		}
	}
	out, err := do(data[0], data[1])
	if err == nil {
		return c.printJSON(c.stdout, out, ok)
	}
	if v, is := errors.AsType[validate.Errors](err); is {
		body, err := validate.ODataError(v).MarshalJSON()
		if err != nil {
			return c.fail(err)
		}
		return c.printJSON(c.stderr, body, refused)
	}
	for _, e := range describe(err, func(input string) string { return files[inputs[input]] }) {
		fmt.Fprintln(c.stderr, "graphcomms:", e)
	}
	return refused
}

// fail says what failed.
func (c *command) fail(err error) int {
	fmt.Fprintln(c.stderr, "graphcomms:", err)
	return failed
}

// update returns the operation as the patch updates it.
func update(operation, body []byte) ([]byte, error) {
	current, err := commsop.Decode(operation)
	if err == nil && isOther(current.Type, current.AdditionalData) {
		err = &patch.Error{Want: "operation", Err: patch.ErrWrongType}
	}
	if err != nil {
		return nil, err
	}
	r, err := validate.New(nil).Update(current, body)
	if err == nil && isOther(r.Patch.Type.Or(""), r.Patch.AdditionalData) {
		err = validate.Errors{{Code: validate.TypeMismatch, Message: "must be a patch of an operation"}}
	}
	if err != nil {
		return nil, err
	}
	return r.Operation.AppendJSON(nil)
}

var operations = commsop.Internal(&entity.Permitted)

// isOther reports whether what has that type and those additional members is a
// notification or a list, and no operation.
func isOther(t odata.Type, more odata.Members) bool {
	_, isList := more.Get("value")
	return isList || operations.IsNotification(t, more)
}

// readsOnce reports whether standard input is at most one of the files.
func readsOnce(files []string) bool {
	i := slices.Index(files, "-")
	return i < 0 || !slices.Contains(files[i+1:], "-")
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
	data, err := io.ReadAll(r)
	if mark := "\uFEFF"; bytes.HasPrefix(data, []byte(mark)) {
		copy(data, "   ") // white space, so that the bytes after it keep their offsets
	}
	return data, err
}

// printJSON writes JSON, indented, and returns the status unless that fails.
func (c *command) printJSON(w io.Writer, data []byte, status int) int {
	var b bytes.Buffer
	if err := json.Indent(&b, data, "", "  "); err != nil {
		return c.fail(err)
	}
	b.WriteByte('\n')
	return c.print(w, b.Bytes(), status)
}

// print writes text, and returns the status unless that fails.
func (c *command) print(w io.Writer, text []byte, status int) int {
	if _, err := w.Write(text); err != nil {
		return c.fail(err)
	}
	return status
}

// describe returns a line for each error that err joins. place tells where an
// input of a function came from.
func describe(err error, place func(input string) string) []string {
	var lines []string
	for _, err := range parts(err) {
		if e, ok := err.(*patch.Error); ok {
			there := *e
			there.Op, there.Input = place(e.Input), "value"
			err = &there
		}
		lines = append(lines, err.Error())
	}
	return lines
}

// parts returns the errors that err joins, or err.
func parts(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var list []error
	for _, e := range joined.Unwrap() {
		list = append(list, parts(e)...)
	}
	return list
}
