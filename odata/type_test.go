package odata_test

import (
	"testing"

	"example.com/graphcomms/odata"
	"github.com/stretchr/testify/require"
)

// A type is kept as it was written; Is, Name and Canonical see through the
// spelling.
func TestType(t *testing.T) {
	for _, row := range []struct {
		name, why     string
		t             odata.Type
		wantName      string
		wantCanonical odata.Type
		isRecord      bool // whether it is recordOperation of Graph, in any of its spellings
	}{
		{"canonical", "OData 4.0 writes the '#'", "#microsoft.graph.recordOperation", "recordOperation", "#microsoft.graph.recordOperation", true},
		{"bare", "nested objects of Graph often lack the '#'", "microsoft.graph.recordOperation", "recordOperation", "#microsoft.graph.recordOperation", true},
		{"case", "the page writes ResultInfo for resultInfo; the case is kept", "#Microsoft.Graph.RecordOperation", "RecordOperation", "#Microsoft.Graph.RecordOperation", true},
		{"alias", "the metadata declares graph for microsoft.graph", "#graph.recordOperation", "recordOperation", "#microsoft.graph.recordOperation", true},
		{"alias in capitals", "the alias is a name too", "GRAPH.recordOperation", "recordOperation", "#microsoft.graph.recordOperation", true},
		{"URI", "OData JSON 4.01 section 4.5.3: the name is the fragment", "https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.recordOperation", "recordOperation", "#microsoft.graph.recordOperation", true},
		{"URI and alias", "both at once", "https://host/$metadata#graph.RECORDOPERATION", "RECORDOPERATION", "#microsoft.graph.RECORDOPERATION", true},
		{"subnamespace", "microsoft.graph.callRecords is another namespace", "#microsoft.graph.callRecords.recordOperation", "recordOperation", "#microsoft.graph.callRecords.recordOperation", false},
		{"other namespace", "same name elsewhere", "#contoso.recordOperation", "recordOperation", "#contoso.recordOperation", false},
		{"alias-like namespace", "mygraph is no alias", "#mygraph.recordOperation", "recordOperation", "#mygraph.recordOperation", false},
		{"no namespace", "a built-in type, or a name by itself", "recordOperation", "recordOperation", "#recordOperation", false},
		{"white space", "nothing is trimmed", " #microsoft.graph.recordOperation ", "recordOperation ", "#microsoft.graph.recordOperation ", false},
		{"Kelvin sign", "folding is ASCII only", "#microsoft.graph.recordOperation\u212a", "recordOperation\u212a", "#microsoft.graph.recordOperation\u212a", false},
		{"placeholder", "old pages write String", "String", "String", "#String", false},
		{"none", "the zero Type is none", "", "", "", false},
		{"only a mark", "a '#' names nothing", "#", "", "", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Equal(t, row.wantName, row.t.Name(), row.why)
			require.Equal(t, row.wantCanonical, row.t.Canonical(), row.why)
			require.Equal(t, row.isRecord, row.t.Is("#microsoft.graph.recordOperation"), row.why)
			require.Equal(t, row.wantCanonical, row.t.Canonical().Canonical(), "Canonical is idempotent")
			require.True(t, row.t.Is(row.t.Canonical()), "the canonical form is the same type")
		})
	}
	require.False(t, odata.Type("#a.\u017f").Is("#a.s"), "ſ is not s")
	require.False(t, odata.Type("#a.İ").Is("#a.i"), "İ is not i")
}

// Is is an equivalence, and the same as equality of canonical forms up to
// ASCII case.
func FuzzType(f *testing.F) {
	spellings := []string{
		"", "#", "##", "a#b#c", "#microsoft.graph.x", "graph.X", "#graph.graph.x", "microsoft.graph.", "graph.",
		"#graph.microsoft.graph.x", "microsoft.graph.graph.x", "http://h/#GRAPH.X", "\u017f", "#ſ.x",
	}
	for _, a := range spellings {
		for _, b := range spellings {
			f.Add(a, b)
		}
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := odata.Type(a), odata.Type(b)
		same := x.Is(y)
		require.Equal(t, same, y.Is(x), "symmetric")
		require.True(t, x.Is(x), "reflexive")
		require.Equal(t, x.Canonical(), x.Canonical().Canonical())
		require.Equal(t, same, lower(string(x.Canonical())) == lower(string(y.Canonical())), "%q %q", x.Canonical(), y.Canonical())
		if same {
			require.Equal(t, lower(x.Name()), lower(y.Name()))
		}
	})
}

// lower folds ASCII, slowly.
func lower(s string) string {
	var out []byte
	for _, c := range []byte(s) {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		out = append(out, c)
	}
	return string(out)
}
