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
			if list == nil {
				list = make([]string, 0, 8)
			}
			list = append(list, pointer)
		}
	}
	note(member.TypePointer(q.form.shortType), p.Type != q.Type)
	note("/clientContext", p.ClientContext != q.ClientContext)
	note("/id", p.ID != q.ID)
	before, had := p.ResultInfo.Get()
	after, has := q.ResultInfo.Get()
	if had && has {
		resultinfo.Internal().Changed(&before, &after, note)
		list = member.AppendChanged(list, "/resultInfo", before.AdditionalData, after.AdditionalData)
	} else {
		note("/resultInfo", p.ResultInfo.State() != q.ResultInfo.State())
	}
	note("/status", p.Status.State() != q.Status.State() || p.form.spelled(p.Status.Or("")) != q.form.spelled(q.Status.Or("")))
	list = member.AppendChanged(list, "", p.AdditionalData, q.AdditionalData)
	slices.Sort(list)
	return list
}
