// Command client shows the operations of a call, and patches one of them.
//
//	client demo                                                     all operations
//	client demo 1                                                   one of them
//	client -status Running demo 1                                   set the status
//	client -context "" demo 1                                       clear the context
//	client -status Failed -code 500 -message "no answer" demo 1     set a result
//
// It prints the patch that it sends, and the operation as the server has it
// then. Where the server refuses the patch it prints what is wrong.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/examples/client/calls"
	"example.com/graphcomms/resultinfo"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	switch err := run(ctx, os.Args[1:], os.Stdout); {
	case err == errUsage:
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// errUsage says that the flags are wrong; the usage has been printed.
var errUsage = errors.New("usage")

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("client", flag.ContinueOnError)
	flags.Usage = func() {
		fmt.Fprintln(flags.Output(), "usage: client [flags] CALL [OPERATION]")
		flags.PrintDefaults()
	}
	server := flags.String("server", "http://127.0.0.1:8080", "`URL` of the server")
	status := flags.String("status", "", "set the status")
	clientContext := flags.String("context", "", "set the client context; \"\" clears it")
	var code int32
	flags.Func("code", "set the result's `code`", func(s string) error {
		n, err := strconv.ParseInt(s, 10, 32)
		code = int32(n)
		return err
	})
	message := flags.String("message", "", "set the result's message")
	if flags.Parse(args) != nil {
		return errUsage
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })

	client := &calls.Client{Base: *server}
	switch flags.NArg() {
	case 1:
		page, err := client.Operations(ctx, flags.Arg(0))
		if err != nil {
			return err
		}
		return show(out, page)
	case 2:
	default:
		flags.Usage()
		return errUsage
	}

	p, op, err := client.Update(ctx, flags.Arg(0), flags.Arg(1), func(op *commsop.Operation) {
		if given["status"] {
			op.Status = commsop.Status(*status) // the server validates it
		}
		if given["context"] {
			op.ClientContext = *clientContext
		}
		if (given["code"] || given["message"]) && op.ResultInfo == nil {
			op.ResultInfo = &resultinfo.ResultInfo{Type: resultinfo.Type}
		}
		if given["code"] {
			op.ResultInfo.Code = code
		}
		if given["message"] {
			op.ResultInfo.Message = *message
		}
	})
	if !p.IsZero() {
		fmt.Fprint(out, "PATCH ")
		if err := show(out, p); err != nil {
			return err
		}
	}
	if err != nil {
		return err
	}
	return show(out, op)
}

// show prints a value as indented JSON.
func show(out io.Writer, v interface{ AppendJSON([]byte) ([]byte, error) }) error {
	text, err := v.AppendJSON(nil)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, text, "", "  "); err != nil {
		return err
	}
	b.WriteByte('\n')
	_, err = b.WriteTo(out)
	return err
}
