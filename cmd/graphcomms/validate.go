package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/validate"
)

// validate judges the operations in files. A file holds one JSON text, an
// operation or a response with value, or one such text a line. Lines are read
// one at a time, so that a file of them may be of any length.
func (c *command) validate(files []string) int {
	if len(files) == 0 {
		fmt.Fprint(c.stderr, usage)
		return failed
	}
	j := judge{rules: validate.New(nil), out: bufio.NewWriter(c.stdout), progress: progress{w: c.stderr, on: isTerminal(c.stderr), next: time.Now().Add(time.Second)}}
	status := ok
	for _, file := range files {
		if err := j.file(c, file); err != nil {
			fmt.Fprintln(c.stderr, "graphcomms:", err)
			status = failed
		}
	}
	j.progress.end()
	if err := j.out.Flush(); err != nil {
		fmt.Fprintln(c.stderr, "graphcomms:", err)
		return failed
	}
	if status == ok && j.violations > 0 {
		return refused
	}
	return status
}

// judge writes a line for each violation.
type judge struct {
	rules      *validate.Validator
	out        *bufio.Writer
	progress   progress
	violations int
}

func (j *judge) file(c *command, file string) error {
	r, err := c.open(file)
	if err != nil {
		return err
	}
	defer r.Close()
	in := bufio.NewReaderSize(r, 64<<10)
	for n, texts := 1, 0; ; n++ {
		line, err := in.ReadBytes('\n')
		place := file + ":" + strconv.Itoa(n)
		if err == nil && texts == 0 && isCutOff(line) { // one text over several lines
			var rest []byte
			rest, err = io.ReadAll(in)
			line, place = append(line, rest...), file
			if err == nil {
				err = io.EOF
			}
		}
		if err != nil && err != io.EOF {
			return fmt.Errorf("%s: %w", file, err)
		}
		if len(bytes.TrimSpace(line)) > 0 {
			j.text(line, place)
			texts++
		}
		if err == io.EOF {
			if texts == 0 {
				j.line(file + ": is empty")
			}
			return nil
		}
	}
}

// isCutOff reports whether line is the beginning of a JSON text.
func isCutOff(line []byte) bool {
	line = bytes.TrimRight(line, "\r\n")
	e, ok := errors.AsType[*patch.Error](patch.Check(line))
	return ok && e.Err == patch.ErrSyntax && e.Offset == int64(len(line)) && len(line) > 0
}

// text judges one JSON text.
func (j *judge) text(data []byte, place string) {
	page, err := commsop.DecodePage(data)
	if err != nil {
		for _, line := range describe(err, func(string) string { return place }) {
			j.line(line)
		}
		return
	}
	kind, known := byte(0), false
	for i, o := range page.Value {
		es, _ := errors.AsType[validate.Errors](j.rules.Operation(o))
		if len(es) > 0 && !known {
			kind, known = wrapper(data), true
		}
		for k := range es {
			switch kind {
			case '[':
				es[k].Pointer = "/value/" + strconv.Itoa(i) + es[k].Pointer
			case '{':
				es[k].Pointer = "/value" + es[k].Pointer
			}
			j.line(place + ": " + strings.TrimPrefix(es[k:k+1].Error(), "validate: "))
		}
		j.progress.count(j.violations)
	}
}

func (j *judge) line(text string) {
	j.violations++
	fmt.Fprintln(j.out, text)
}

// wrapper returns the first byte of the member value of a text that
// DecodePage took, or 0 if it has none.
func wrapper(data []byte) byte {
	var page struct {
		Value odata.Value `json:"value"`
	}
	if json.Unmarshal(data, &page) != nil || page.Value == "" {
		return 0
	}
	return page.Value[0]
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
	fmt.Fprintf(p.w, "\r%d operations, %d violations", p.n, violations)
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
