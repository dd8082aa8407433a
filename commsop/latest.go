package commsop

import (
	"bytes"

	"example.com/graphcomms/internal/entity"
)

// Latest returns the later of two states of one operation: by the order of the
// statuses, none (null included), unknown, NotStarted, Running, and last
// Completed and Failed. If both are at the same place, it returns the one whose
// encoding is greater, byte by byte; one that cannot be encoded counts as the
// smallest, and if neither can be, it returns either. So however often and in
// whatever order the states of an operation arrive, taking the Latest of what
// is stored and what arrives ends in the same value, and a final status never
// regresses. The caller sees to it that a and b are states of one operation:
// IDs are compared as other members are, and the zero Operation is a state too.
//
// conflict reports that the two are at the same place and differ in more than
// spelling and control information (see [odata.IsControl]; @odata.type is a part
// of it): one of them is lost, and the caller may want to fetch the operation. The
// result shares what a or b holds.
func Latest(a, b Operation) (latest Operation, conflict bool) {
	order := a.Status.place() - b.Status.place()
	if order == 0 {
		var x, y entity.Object
		for _, o := range []*entity.Object{a.toObject(&x), b.toObject(&y)} {
			schema.DropControl(o)
			o.Values[typeSlot], o.Nested(schema)[resultTypeSlot] = entity.Value{}, entity.Value{}
		}
		conflict = !schema.Equal(&x, &y)
		first, _ := a.AppendJSON(nil)
		second, _ := b.AppendJSON(nil)
		order = bytes.Compare(first, second)
	}
	if order >= 0 {
		return a, conflict
	}
	return b, conflict
}

var resultTypeSlot = results.Schema().Slot("@odata.type")
