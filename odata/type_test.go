package odata_test

import (
	"regexp"
	"strings"
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
		{"collection", "the name of the elements follows the same rules", "#Collection(microsoft.graph.recordOperation)", "Collection(recordOperation)", "#Collection(microsoft.graph.recordOperation)", false},
		{"collection, alias", "the metadata's own spelling", "#Collection(graph.recordOperation)", "Collection(recordOperation)", "#Collection(microsoft.graph.recordOperation)", false},
		{"collection, URI and case", "pages write collection(microsoft.graph.commsoperation)", "https://h/$metadata#collection(GRAPH.Recordoperation)", "collection(Recordoperation)", "#collection(microsoft.graph.Recordoperation)", false},
		{"collection, built-in", "no namespace", "Collection(String)", "Collection(String)", "#Collection(String)", false},
		{"collection, empty", "of what has no name", "#Collection()", "Collection()", "#Collection()", false},
		{"collection, open", "without its end it is only a name", "#Collection(graph.recordOperation", "recordOperation", "#Collection(graph.recordOperation", false},
		{"no collection", "something else in parentheses", "#graph.list(graph.x)", "x)", "#microsoft.graph.list(graph.x)", false},
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

func TestCollectionType(t *testing.T) {
	same := []odata.Type{"#Collection(graph.x)", "#Collection(microsoft.graph.x)", "Collection(graph.X)", "#COLLECTION(Microsoft.Graph.x)", "https://h/$metadata#Collection(graph.x)"}
	for _, x := range same {
		for _, y := range same {
			require.True(t, x.Is(y), "%s %s", x, y)
		}
		for _, y := range []odata.Type{"#graph.x", "#Collection(graph.y)", "#Collection(x)", "#Collection(other.x)", "#Collection(graph.x", "#List(graph.x)", "#graph.Collection(graph.x)", "#Collection()", ""} {
			require.False(t, x.Is(y), "%s %s", x, y)
		}
	}
}

// Control information is what a body says of itself.
func TestIsControl(t *testing.T) {
	for _, name := range []string{ // OData JSON 4.01 section 4.5
		"context", "metadataEtag", "type", "count", "nextLink", "delta", "deltaLink", "id", "editLink", "readLink", "etag",
		"mediaEditLink", "mediaReadLink", "mediaEtag", "mediaContentType", "removed",
	} {
		require.True(t, odata.IsControl("@"+name), "OData 4.01 needs no odata: @%s", name)
		require.True(t, odata.IsControl("@odata."+name), "@odata.%s", name)
		for _, other := range []string{
			name, "odata." + name, "x@" + name, "x@odata." + name, "@vendor." + name, "@odata.odata." + name, "@@" + name,
			"@" + strings.ToUpper(name), "@Odata." + name, "@odata" + name, "@odata." + name + " ", "@" + name + "s",
		} {
			require.False(t, odata.IsControl(other), "%q", other)
		}
	}
	for _, other := range []string{"", "@", "@odata.", "@odata", "@odata.bind", "@vendor.note", "participants@odata.bind"} {
		require.False(t, odata.IsControl(other), "%q", other)
	}
}

// Is is an equivalence: equality of what the texts mean, which Canonical keeps
// and Name follows.
func FuzzType(f *testing.F) {
	spellings := []string{
		"", "#", "##", "a#b#c", "#microsoft.graph.x", "graph.X", "#graph.graph.x", "microsoft.graph.", "graph.",
		"#graph.microsoft.graph.x", "microsoft.graph.graph.x", "http://h/#GRAPH.X", "\u017f", "#ſ.x",
		"#Collection(graph.x)", "collection(Microsoft.graph.X)", "http://h/#Collection(graph.x)", "Collection()", "Collection(", "Collection)",
		"#Collection(Collection(graph.x))", "Collection(collection(microsoft.graph.x))", "Collection(#graph.x)", "graph.Collection(graph.x)", "#Collection(a.b.c)",
	}
	for _, a := range spellings {
		for _, b := range spellings {
			f.Add(a, b)
		}
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := odata.Type(a), odata.Type(b)
		require.Equal(t, typeMeaning(a) == typeMeaning(b), x.Is(y), "%q %q", a, b)
		require.Equal(t, x.Is(y), y.Is(x), "symmetric")
		for _, x := range []odata.Type{x, y} {
			require.True(t, x.Is(x), "reflexive")
			c := x.Canonical()
			require.Equal(t, c, c.Canonical(), "idempotent")
			require.True(t, x.Is(c), "the same type")
			require.Equal(t, x.Name(), c.Name(), "the same name, in the same case")
		}
		if x.Is(y) {
			require.Equal(t, lower(string(x.Canonical())), lower(string(y.Canonical())))
			require.Equal(t, lower(x.Name()), lower(y.Name()))
		}
	})
}

var elements = regexp.MustCompile(`(?s)^collection\((.*)\)$`)

// typeMeaning returns one text for all spellings of a type, slowly.
func typeMeaning(text string) string {
	text = lower(text[strings.IndexByte(text, '#')+1:])
	if m := elements.FindStringSubmatch(text); m != nil {
		return "collection(" + qualify(m[1]) + ")"
	}
	return qualify(text)
}

func qualify(name string) string {
	if strings.HasPrefix(name, "graph.") {
		return "microsoft." + name
	}
	return name
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
