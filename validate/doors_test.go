package validate_test

import (
	"slices"
	"strings"
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
	"example.com/graphcomms/validate"
	"example.com/graphcomms/validate/playground"
	"github.com/go-playground/validator/v10"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// TestBothDoors compares the rules with what validator/v10 finds by them, in
// whole: pointers, codes, texts, order.
func TestBothDoors(t *testing.T) {
	type nest struct {
		O commsop.Operation                 `json:"o.[0]"`
		P patch.Field[commsop.Patch]        `json:"p"`
		R map[string]*resultinfo.ResultInfo `json:"r" validate:"dive"`
		Q []any                             `json:"q" validate:"dive"`
		G commsop.Page
	}
	g := newGenerator(2)
	for _, opts := range []*validate.Options{nil, {AllowUnknownStatus: true}, {RejectUnknownMembers: true, ReadOnly: []string{"/x"}}} {
		v := validate.New(opts)
		door, play := playground.New(opts), validator.New()
		require.NoError(t, playground.Register(play, opts))
		faults, clean := 0, 0
		for range 1500 {
			text := g.operation()
			o, p := operation(t, text), partial(t, text)
			doors := [][2]error{{v.Operation(o), playground.Struct(door, o)}, {v.Patch(p), playground.Struct(door, &p)}}
			x := nest{O: o, P: patch.Set(p), G: commsop.Page{Value: []commsop.Operation{{Status: "Running"}, o}}}
			all := together(at("/o.[0]", doors[0][0]), at("/p", doors[1][0]), at("/G/value/1", doors[0][0]))
			if r := o.ResultInfo; r != nil {
				doors = append(doors, [2]error{v.ResultInfo(*r), playground.Struct(door, r)})
				x.R = map[string]*resultinfo.ResultInfo{"k].R[~": r}
				q, _ := p.ResultInfo.Get()
				x.Q = []any{1, q}
				all = together(all, at("/r/k].R[~0", v.ResultInfo(*r)), at("/q/1", playground.Struct(door, q)))
			}
			for _, d := range doors {
				require.Empty(t, cmp.Diff(d[0], d[1]), text)
				if d[0] == nil {
					clean++
				} else {
					faults++
				}
			}
			got, _ := playground.Struct(door, x).(validate.Errors)
			require.Empty(t, cmp.Diff(all, got), text)
			require.Empty(t, cmp.Diff(playground.Struct(door, x), playground.Translate(x, play.Struct(x))), text)
		}
		require.Greater(t, min(faults, clean), 100, "both kinds must come up")
	}
}

// at returns the violations of err with their pointers below another one.
func at(pointer string, err error) validate.Errors {
	es, _ := err.(validate.Errors)
	es = append(validate.Errors(nil), es...)
	for i := range es {
		es[i].Pointer = pointer + es[i].Pointer
	}
	return es
}

// together returns the violations of lists in their order.
func together(lists ...validate.Errors) validate.Errors {
	all := slices.Concat(lists...)
	slices.SortStableFunc(all, func(a, b validate.Violation) int { return strings.Compare(a.Pointer, b.Pointer) })
	return all
}
