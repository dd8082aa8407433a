package entity

// A Permit opens what resultinfo and commsop export for this module alone: how
// their types, whose memory of what was read is unexported, become Objects. The
// functions have to be exported, because packages meet in them. They take a
// *Permit, which users cannot name, and panic with any but [Permitted]. Aliases of
// types in an internal package would need no door, but lose their documentation.
type Permit struct{ _ byte }

// Permitted is the permit of the module's own packages.
var Permitted Permit

// Check panics unless p is the address of [Permitted].
func (p *Permit) Check() {
	if p != &Permitted {
		panic("graphcomms: Internal is for the module's own packages")
	}
}
