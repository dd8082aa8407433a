package validate_test

import (
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/validate"
	"github.com/stretchr/testify/require"
)

// TestLifecycle goes through all pairs of a stored status and a new one. A
// letter says what comes of the pair: '.' it is fine, 't' the transition is
// refused, 'u' the new name is unknown, 'n' it is null.
func TestLifecycle(t *testing.T) {
	targets := []string{`"NotStarted"`, `"running"`, `"COMPLETED"`, `"3"`, `"Paused"`, `"Queued"`, `""`, `null`}
	for _, table := range []struct {
		name string
		opts validate.Options
		rows [][2]string // the stored status, "" for none; the letters of the targets
	}{
		{"default", validate.Options{}, [][2]string{
			{``, "....uuun"},
			{`null`, "....uuun"},
			{`"NotStarted"`, "....uuun"},
			{`"Running"`, "t...uuun"},
			{`"Completed"`, "tt.tuuun"},
			{`"failed"`, "ttt.uuun"},
			{`"Paused"`, "....uuun"},
			{`""`, "....uuun"},
		}},
		{"AllowUnknownStatus", validate.Options{AllowUnknownStatus: true}, [][2]string{
			{``, ".......n"},
			{`null`, ".......n"},
			{`"NotStarted"`, ".......n"},
			{`"Running"`, "t......n"},
			{`"Completed"`, "tt.ttttn"},
			{`"failed"`, "ttt.tttn"},
			{`"Paused"`, ".......n"},
			{`""`, ".......n"},
		}},
		{"NoLifecycle", validate.Options{NoLifecycle: true}, [][2]string{
			{``, "....uuun"},
			{`"Running"`, "....uuun"},
			{`"Completed"`, "....uuun"},
			{`"failed"`, "....uuun"},
		}},
		{"both", validate.Options{NoLifecycle: true, AllowUnknownStatus: true}, [][2]string{
			{`"Running"`, ".......n"},
			{`"Completed"`, ".......n"},
			{`"Paused"`, ".......n"},
		}},
	} {
		t.Run(table.name, func(t *testing.T) {
			v := validate.New(&table.opts)
			for _, row := range table.rows {
				current := `{}`
				if row[0] != "" {
					current = `{"status":` + row[0] + `}`
				}
				for i, target := range targets {
					r, err := v.Update(operation(t, current), []byte(`{"status":`+target+`}`))
					got := found(t, err)
					want := map[byte][]string{
						't': {"/status invalidTransition"}, 'u': {"/status unknownValue"}, 'n': {"/status notNullable"},
					}[row[1][i]]
					require.Equal(t, want, got, "%s to %s", current, target)
					if err == nil {
						require.Equal(t, `{"status":`+target+`}`, encode(t, r.Operation))
					}
				}
			}
		})
	}
}

// TestTransitionAllowed names what a status may become, which is what the rule
// itself allows.
func TestTransitionAllowed(t *testing.T) {
	for _, row := range []struct {
		from, to commsop.Status
		allowed  []string
	}{
		{commsop.StatusRunning, commsop.StatusNotStarted, []string{"Completed", "Failed"}},
		{commsop.StatusCompleted, commsop.StatusRunning, nil},
		{commsop.StatusFailed, commsop.StatusCompleted, nil},
	} {
		_, err := validate.New(nil).Update(commsop.Operation{Status: row.from}, []byte(`{"status":"`+string(row.to)+`"}`))
		require.Len(t, found(t, err), 1)
		require.Equal(t, row.allowed, err.(validate.Errors)[0].Allowed)
	}
	r, err := validate.New(nil).Update(commsop.Operation{Status: commsop.StatusCompleted}, []byte(`{"clientContext":"late"}`))
	require.NoError(t, err, "a final operation may change in other ways")
	require.Equal(t, []string{"/clientContext"}, r.Changed)
}
