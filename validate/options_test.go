package validate_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/resultinfo"
	"example.com/graphcomms/validate"
)

// TestNewChecksOptions mistypes options, each of which would have no effect.
func TestNewChecksOptions(t *testing.T) {
	for _, row := range []struct {
		name, why string
		opts      validate.Options
		want      string // "": New takes it
	}{
		{"pointers", "to listed and other members, and to the whole", validate.Options{ReadOnly: []string{"", "/id", "/x~1y/~0", "/", "/resultInfo/code", "/@type", "/a/STATUS"}}, ""},
		{"no slash", "a name is no pointer", validate.Options{ReadOnly: []string{"id"}}, `validate.New: Options.ReadOnly has "id", which is no JSON pointer`},
		{"bad escape", "~ is ~0", validate.Options{ReadOnly: []string{"/a~2"}}, `validate.New: Options.ReadOnly has "/a~2", which is no JSON pointer`},
		{"escape cut off", "likewise", validate.Options{ReadOnly: []string{"/a~"}}, `validate.New: Options.ReadOnly has "/a~", which is no JSON pointer`},
		{"another case", "names match exactly", validate.Options{ReadOnly: []string{"/clientcontext"}}, `validate.New: Options.ReadOnly has "/clientcontext", but the member is called clientContext`},
		{"another case below", "there too", validate.Options{ReadOnly: []string{"/resultInfo/Code"}}, `validate.New: Options.ReadOnly has "/resultInfo/Code", but the member is called code`},
		{"optional", "what is required", validate.Options{Optional: []string{"/status", "/resultInfo/code", "/resultInfo/subcode", "/clientContext"}}, ""},
		{"optional, no slash", "a name is no pointer", validate.Options{Optional: []string{"status"}}, `validate.New: Options.Optional has "status", which is no JSON pointer`},
		{"optional, another case", "names match exactly", validate.Options{Optional: []string{"/Status"}}, `validate.New: Options.Optional has "/Status", but the member is called status`},
		{"optional, no member", "nobody requires it", validate.Options{Optional: []string{"/statuss"}}, `validate.New: Options.Optional has "/statuss", but only listed members are required`},
		{"optional, no member behind one", "it is the one that is named", validate.Options{Optional: []string{"/status", "/x"}}, `validate.New: Options.Optional has "/x", but only listed members are required`},
		{"optional, below a text", "there is nothing", validate.Options{Optional: []string{"/status/x"}}, `validate.New: Options.Optional has "/status/x", but only listed members are required`},
		{"optional, the whole", "an operation is never missing", validate.Options{Optional: []string{""}}, `validate.New: Options.Optional has "", but only listed members are required`},
		{"mode", "there are three", validate.Options{ReadOnlyMode: 3}, `validate.New: Options.ReadOnlyMode is no mode`},
	} {
		t.Run(row.name, func(t *testing.T) {
			if row.want == "" {
				require.NotPanics(t, func() { validate.New(&row.opts) }, row.why)
				return
			}
			require.PanicsWithValue(t, row.want, func() { validate.New(&row.opts) }, row.why)
		})
	}
}

// TestOptional reads operations that lack what the metadata requires.
func TestOptional(t *testing.T) {
	for _, row := range []struct {
		name     string
		optional []string
		text     string
		want     []string
		why      string
	}{
		{"none", nil, `{"resultInfo":{}}`, want("/resultInfo/code required", "/resultInfo/subcode required", "/status required"), "the metadata requires them"},
		{"status", []string{"/status"}, `{"resultInfo":{"code":1}}`, want("/resultInfo/subcode required"), "read with $select"},
		{"subcode", []string{"/resultInfo/subcode"}, `{"resultInfo":{"code":1}}`, want("/status required"), "of results that never have one"},
		{"all", []string{"/resultInfo/subcode", "/status", "/resultInfo/code"}, `{"resultInfo":{}}`, nil, ""},
		{"null", []string{"/status"}, `{"status":null}`, want("/status notNullable"), "null is not absent"},
		{"wrong", []string{"/status"}, `{"status":"x"}`, want("/status unknownValue"), "what is there must be right"},
	} {
		t.Run(row.name, func(t *testing.T) {
			v := validate.New(&validate.Options{Optional: row.optional})
			require.Equal(t, row.want, found(t, v.Operation(operation(t, row.text))), row.why)
			_, err := v.Update(operation(t, row.text), []byte(`{"clientContext":"c"}`))
			require.Equal(t, row.want, found(t, err), row.why)
		})
	}
	r, err := resultinfo.Decode([]byte(`{"code":1}`))
	require.NoError(t, err)
	require.Equal(t, want("/subcode required"), found(t, validate.New(nil).ResultInfo(r)))
	require.NoError(t, validate.New(&validate.Options{Optional: []string{"/resultInfo/subcode"}}).ResultInfo(r), "pointers are those in an operation")
}
