package joinerr_test

import (
	"errors"
	"fmt"
	"testing"

	"example.com/graphcomms/internal/joinerr"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/patch"
	"github.com/stretchr/testify/require"
)

func TestScan(t *testing.T) {
	require.NoError(t, joinerr.Scan("op", "data", nil))
	one := joinerr.Scan("op", "data", []jsonscan.Error{{Pointer: "/a", Offset: 3, Err: patch.ErrSyntax}})
	require.Equal(t, &patch.Error{Op: "op", Input: "data", Pointer: "/a", Offset: 3, Err: patch.ErrSyntax}, one, "one is not joined")

	both := joinerr.Scan("op", "data", []jsonscan.Error{{Pointer: "/b", Err: patch.ErrDepth}, {Pointer: "/a", Err: patch.ErrSyntax}})
	require.ErrorIs(t, both, patch.ErrDepth)
	require.ErrorIs(t, both, patch.ErrSyntax)
	list := joinerr.List(both)
	require.Equal(t, []string{"/a", "/b"}, []string{list[0].Pointer, list[1].Pointer}, "sorted")

	kind := joinerr.Scan("op", "data", []jsonscan.Error{{Want: "object", Err: patch.ErrWrongType}})
	require.Equal(t, &patch.Error{Op: "op", Input: "data", Want: "object", Err: patch.ErrWrongType}, kind, "the kind that is wanted")
	require.Equal(t, "object", joinerr.Within(kind, "outer", "p", "/r")[0].Want, "it stays with the error")
}

func TestListWithin(t *testing.T) {
	x, y := joinerr.Value("op", "v", "/x", patch.ErrSyntax), joinerr.Value("op", "v", "/y", patch.ErrDepth)
	err := fmt.Errorf("reading: %w", errors.Join(joinerr.Join([]*patch.Error{y, x}), errors.New("other")))
	require.Equal(t, []*patch.Error{x, y}, joinerr.List(err), "through wraps and joins; others are passed over")
	require.Empty(t, joinerr.List(nil))
	require.Empty(t, joinerr.List(errors.New("other")))

	list := joinerr.Within(err, "outer", "p", "/r")
	require.Equal(t, "outer: p at /r/y: "+patch.ErrDepth.Error(), list[1].Error())
	require.Equal(t, "/x", x.Pointer, "what was there is as it was")

}
