package commsop

import (
	"slices"

	"example.com/graphcomms/internal/member"
	"example.com/graphcomms/resultinfo"
)

// changed returns the pointers, sorted, at which the encodings of two
// operations with the members p and q differ, as deep as both have objects.
func (p *Patch) changed(q *Patch) []string {
	var list []string
	note := func(pointer string, differ bool) {
		if differ {
			list = append(list, pointer)
		}
	}
	note(member.TypePointer(q.form.shortType), p.Type != q.Type)
	note("/id", p.ID != q.ID)
	note("/status", p.Status.State() != q.Status.State() || p.form.spelled(p.Status.Or("")) != q.form.spelled(q.Status.Or("")))
	note("/clientContext", p.ClientContext != q.ClientContext)
	before, had := p.ResultInfo.Get()
	after, has := q.ResultInfo.Get()
	if had && has {
		list = resultinfo.Internal().AppendChanged(list, "/resultInfo", &before, &after)
	} else {
		note("/resultInfo", p.ResultInfo.State() != q.ResultInfo.State())
	}
	list = member.AppendChanged(list, "", p.AdditionalData, q.AdditionalData)
	slices.Sort(list)
	return list
}
