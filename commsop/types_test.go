package commsop_test

import (
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/resultinfo"
	"github.com/stretchr/testify/require"
)

func TestTypes(t *testing.T) {
	list := commsop.Types()
	require.Len(t, list, 19, "the list stays as it is")
	require.Equal(t, commsop.TypeOperation, list[0], "the base first")
	for i, x := range list {
		require.Equal(t, x, x.Canonical())
		require.True(t, commsop.IsOperation(x), x)
		require.Regexp(t, `^#microsoft\.graph\.[a-z][A-Za-z]+Operation$`, string(x))
		for _, y := range list[:i] {
			require.False(t, x.Is(y), "%s %s", x, y)
		}
	}
	list[0] = "x"
	require.Equal(t, commsop.TypeOperation, commsop.Types()[0], "the list is the caller's")
}

func TestIsOperation(t *testing.T) {
	for _, row := range []struct {
		t    odata.Type
		want bool
		why  string
	}{
		{"microsoft.graph.commsoperation", true, "the '#' and case aside"},
		{"#graph.recordOperation", true, "the alias"},
		{"https://host/$metadata#microsoft.graph.recordOperation", true, "a URI"},
		{"#microsoft.graph.somethingNewOperation", true, "Graph adds types"},
		{commsop.TypeStartTranscription, true, "as it did here"},
		{commsop.TypeStopTranscription, true, "and here"},
		{"#Microsoft.Graph.SOMETHINGNEWOPERATION", true, "in any case"},
		{"#microsoft.graph.operation", true, "no more than the ending"},
		{"", false, "no type says nothing"},
		{"#", false, "nor does a mark"},
		{"#microsoft.graph.call", false, "another entity"},
		{"#microsoft.graph.participant", false, "another entity"},
		{"#microsoft.graph.operationStatus", false, "the name ends otherwise"},
		{"#microsoft.graph.peration", false, "a name shorter than Operation"},
		{"#microsoft.graph.recordOperation ", false, "nothing is trimmed"},
		{"#microsoft.graph.recordOperati\u2126n", false, "folding is ASCII only"},
		{"#other.namespace.fooOperation", false, "another namespace"},
		{"recordOperation", false, "no namespace"},
		{"#microsoft.graph.security.caseOperation", false, "a namespace below"},
		{"#Collection(microsoft.graph.recordOperation)", false, "a list is not its elements"},
		{"#microsoft.graph.list(graph.recordOperation", false, "the text looks like one only at its end"},
		{commsop.TypeNotification, false, "a notification is about an operation"},
		{commsop.TypeNotifications, false, "so is a list of them"},
	} {
		require.Equal(t, row.want, commsop.IsOperation(row.t), "%s: %s", row.t, row.why)
	}
}

// another returns what a function takes, which need not be named.
func another[T, R any](func(*T) R) *T { return new(T) }

func TestInternal(t *testing.T) {
	require.Panics(t, func() { commsop.Internal(nil) }, "users have no permit")
	require.Panics(t, func() { commsop.Internal(another(commsop.Internal)) }, "nor does it help to make one")
	require.Panics(t, func() { resultinfo.Internal(nil) }, "likewise")
	require.Panics(t, func() { resultinfo.Internal(another(resultinfo.Internal)) }, "likewise")
}
