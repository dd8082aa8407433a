package commsop_test

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"example.com/graphcomms/commsop"
	"github.com/stretchr/testify/require"
)

func TestStatus(t *testing.T) {
	s, err := commsop.ParseStatus("running")
	require.NoError(t, err)
	require.Equal(t, commsop.StatusRunning, s)
	require.Equal(t, "running", s.LowerCamel())
	require.True(t, s.CanBecome(commsop.StatusCompleted))
	require.Equal(t, []commsop.Status{"NotStarted", "Running", "Completed", "Failed"}, commsop.Statuses())

	list := commsop.Statuses()
	list[0] = "x"
	require.Equal(t, commsop.StatusNotStarted, commsop.Statuses()[0], "the list is the caller's")
}

func TestStatusText(t *testing.T) {
	for _, row := range []struct {
		name, why, text string
		want            commsop.Status // of UnmarshalText and decoding
		parsed          bool           // whether ParseStatus takes it too
		camel           string
	}{
		{"constant", "the metadata's spelling", "NotStarted", commsop.StatusNotStarted, true, "notStarted"},
		{"camel", "the spelling of live payloads", "notStarted", commsop.StatusNotStarted, true, "notStarted"},
		{"capitals", "any ASCII case", "COMPLETED", commsop.StatusCompleted, true, "completed"},
		{"mixed", "any ASCII case", "fAILED", commsop.StatusFailed, true, "failed"},
		{"0", "a member value of the enum", "0", commsop.StatusNotStarted, false, "notStarted"},
		{"1", "a member value of the enum", "1", commsop.StatusRunning, false, "running"},
		{"2", "a member value of the enum", "2", commsop.StatusCompleted, false, "completed"},
		{"3", "a member value of the enum", "3", commsop.StatusFailed, false, "failed"},
		{"4", "there is no such value", "4", "4", false, "4"},
		{"01", "a value has one spelling", "01", "01", false, "01"},
		{"space", "nothing is trimmed", " Running", " Running", false, " Running"},
		{"long s", "folding is ASCII only: ſ is not s", "Notſtarted", "Notſtarted", false, "Notſtarted"},
		{"long s, same bytes", "nor where the length is right", "NotſtartD", "NotſtartD", false, "NotſtartD"},
		{"dotted I", "İ is not I", "FaİLed", "FaİLed", false, "FaİLed"},
		{"placeholder", "the page's own", "String", "String", false, "String"},
		{"list", "the enum has no flags", "running,completed", "running,completed", false, "running,completed"},
		{"none", "the zero Status", "", "", false, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			var s commsop.Status
			require.NoError(t, s.UnmarshalText([]byte(row.text)))
			require.Equal(t, row.want, s, row.why)
			require.Equal(t, row.want, decode(t, string(print(object{"status": row.text}))).Status, "decoding agrees")
			var o commsop.Operation
			o.SetStatusText(row.text)
			require.Equal(t, row.want, o.Status, "SetStatusText agrees")
			var m map[string]commsop.Status
			require.NoError(t, json.Unmarshal(print(object{"k": row.text}), &m))
			require.Equal(t, row.want, m["k"], "encoding/json agrees")

			parsed, err := commsop.ParseStatus(row.text)
			require.Equal(t, row.parsed, err == nil, row.why)
			if row.parsed {
				require.Equal(t, row.want, parsed)
			} else {
				require.Empty(t, parsed)
			}
			require.Equal(t, string(row.want), s.String())
			b, err := s.MarshalText()
			require.NoError(t, err)
			require.Equal(t, string(row.want), string(b))

			var scanned, bytes commsop.Status
			require.NoError(t, scanned.Scan(row.text))
			require.NoError(t, bytes.Scan([]byte(row.text)))
			require.Equal(t, []commsop.Status{row.want, row.want}, []commsop.Status{scanned, bytes}, "Scan agrees")

			known := slices.Contains(commsop.Statuses(), row.want)
			for _, s := range []commsop.Status{s, commsop.Status(row.text)} { // decoded, and made by conversion
				require.Equal(t, row.want, s.Canonical(), row.why)
				require.Equal(t, known, s.IsKnown())
				require.Equal(t, row.want == commsop.StatusCompleted || row.want == commsop.StatusFailed, s.IsTerminal())
				require.Equal(t, row.camel, s.LowerCamel())
			}
			require.Equal(t, row.text, commsop.Status(row.text).String(), "a conversion keeps the text")
		})
	}
	_, err := commsop.ParseStatus("a very secret text")
	require.NotContains(t, err.Error(), "secret", "an error never shows the value")
}

// A column holds a text or NULL.
func TestStatusScan(t *testing.T) {
	var _ sql.Scanner = (*commsop.Status)(nil)
	s := commsop.StatusFailed
	for _, src := range []any{5, int64(2), 2.0, true, commsop.StatusRunning, errors.New("a very secret text")} {
		err := s.Scan(src)
		require.ErrorContains(t, err, fmt.Sprintf("%T", src), "the error names the type")
		require.NotContains(t, err.Error(), "secret", "and not the value")
		require.Equal(t, commsop.StatusFailed, s, "as it was")
	}
	require.NoError(t, s.Scan(nil))
	require.Equal(t, commsop.Status(""), s, "NULL is not set")

	var none *commsop.Status
	require.ErrorContains(t, none.Scan("running"), "the pointer is nil")
	require.ErrorContains(t, none.Scan(nil), "the pointer is nil")
	require.ErrorContains(t, none.UnmarshalText([]byte("running")), "the pointer is nil")
}

// spellings returns s and, if it is known, other texts that mean it.
func spellings(s commsop.Status) []commsop.Status {
	if i := slices.Index(commsop.Statuses(), s); i >= 0 {
		return []commsop.Status{s, commsop.Status(s.LowerCamel()), commsop.Status(strings.ToUpper(string(s))), commsop.Status(strconv.Itoa(i))}
	}
	return []commsop.Status{s}
}

// The whole life cycle, in all spellings: rows from, columns to.
func TestCanBecome(t *testing.T) {
	to := []commsop.Status{"", "NotStarted", "Running", "Completed", "Failed", "String", "other"}
	for from, allowed := range map[commsop.Status]string{
		"":           "xxxxx--",
		"NotStarted": "-xxxx--",
		"Running":    "--xxx--",
		"Completed":  "---x---",
		"Failed":     "----x--",
		"String":     "-xxxxx-",
		"other":      "-xxxx-x",
	} {
		for i, next := range to {
			for _, from := range spellings(from) {
				for _, next := range spellings(next) {
					require.Equal(t, allowed[i] == 'x', from.CanBecome(next), "%q to %q", from, next)
				}
			}
		}
	}
}
