package entity_test

import (
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"example.com/graphcomms/internal/entity"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"github.com/stretchr/testify/require"
)

// However the list of members is changed after it was read, what is written is
// the list.
func TestChangedListIsWritten(t *testing.T) {
	for _, row := range []struct {
		name, want, why string
		change          func(m odata.Members) odata.Members
	}{
		{"not", `{"x":1,"y":[2]}`, "one copy of the text", func(m odata.Members) odata.Members { return m }},
		{"value", `{"x":3,"y":[2]}`, "as long as before", func(m odata.Members) odata.Members { m[0].Value = "3"; return m }},
		{"longer value", `{"x":33,"y":[2]}`, "the rest has moved", func(m odata.Members) odata.Members { m[0].Value = "33"; return m }},
		{"name", `{"z":1,"y":[2]}`, "as long as before", func(m odata.Members) odata.Members { m[0].Name = "z"; return m }},
		{"last value", `{"x":1,"y":[3]}`, "all are looked at", func(m odata.Members) odata.Members { m[1].Value = "[3]"; return m }},
		{"swapped", `{"y":[2],"x":1}`, "order counts", func(m odata.Members) odata.Members { return odata.Members{m[1], m[0]} }},
		{"cut", `{"x":1}`, "the number counts", func(m odata.Members) odata.Members { return m[:1] }},
		{"tail", `{"y":[2]}`, "the number counts", func(m odata.Members) odata.Members { return m[1:] }},
		{"more", `{"x":1,"y":[2],"z":0}`, "the number counts", func(m odata.Members) odata.Members { return append(m, odata.Member{Name: "z", Value: "0"}) }},
		{"none", `{}`, "an empty list", func(odata.Members) odata.Members { return odata.Members{} }},
		{"shifted", `{"x\":1":1,"y":[2]}`, "a name that runs into its value", func(m odata.Members) odata.Members { m[0].Name = `x":1`; return m }},
	} {
		t.Run(row.name, func(t *testing.T) {
			o, faults := read(box, `{"x":1,"y":[2]}`)
			require.Empty(t, faults)
			o.Additional[0].Members = row.change(o.Additional[0].Members)
			require.Equal(t, row.want, write(t, box, &o), row.why)
			other, _ := read(box, row.want)
			require.True(t, box.Equal(&o, &other), row.why)
			require.Empty(t, box.Changed(&o, &other), row.why)

			before, _ := read(box, `{"x":1,"y":[2]}`)
			same := must(patch.Equal([]byte(row.want), []byte(`{"x":1,"y":[2]}`)))
			require.Equal(t, same, box.Equal(&o, &before), "it is compared with what was read: %s", row.why)
			require.Equal(t, same, box.Equal(&before, &o), "it is compared with what was read: %s", row.why)
			require.Equal(t, same, len(box.Changed(&o, &before)) == 0, row.why)
			require.Equal(t, same, len(box.Changed(&before, &o)) == 0, row.why)
		})
	}
	escaped, _ := read(box, `{"x\"":1}`)
	escaped.Additional[0].Members[0].Name = `x\"`
	require.Equal(t, `{"x\\\"":1}`, write(t, box, &escaped), "a name that is what was read letter by letter, not in meaning")
	o, _ := read(box, `{"x":1,"y":[2],"z":"z"}`)
	dst := make([]byte, 0, 64)
	require.Zero(t, testing.AllocsPerRun(10, func() { _, _ = box.Append(dst, &o, 0) }), "what was read is written by one copy")
}

func TestBadAdditionalMembers(t *testing.T) {
	for name, m := range map[string]odata.Members{
		"listed": {{Name: "count", Value: "1"}}, "alias": {{Name: "@type", Value: "1"}}, "twice": {{Name: "x", Value: "1"}, {Name: "x", Value: "1"}},
		"no JSON": {{Name: "x", Value: "01"}}, "no value": {{Name: "x"}}, "no UTF-8": {{Name: "\xff", Value: "1"}},
	} {
		o := entity.Object{Additional: [2]entity.Additional{{Members: m}}}
		_, f := box.Append(nil, &o, 0)
		require.NotNil(t, f, name)
		if name == "listed" || name == "alias" {
			continue
		}
		other, _ := read(box, `{"z":1}`)
		for _, y := range []*entity.Object{{}, &other} {
			require.Empty(t, box.Changed(&o, y), "%s: of what cannot be encoded it says nothing", name)
			require.Empty(t, box.Changed(y, &o), "%s: of what cannot be encoded it says nothing", name)
		}
	}
}

func TestChangedBounds(t *testing.T) {
	long := func(n int) string { return strings.Repeat("n", n) }
	for _, row := range []struct {
		name, from, to string
		want           []string
		why            string
	}{
		{"same", `{"x":{"a":1}}`, `{"x":{"a":1}}`, nil, "nothing"},
		{"spelling of a number", `{"x":{"a":1}}`, `{"x":{"a":1.0}}`, nil, "the same value"},
		{"scalar", `{"x":"a"}`, `{"x":"\u0061"}`, nil, "the same value"},
		{"other scalar", `{"x":1}`, `{"x":2}`, []string{"/x"}, ""},
		{"other kind", `{"x":{}}`, `{"x":[]}`, []string{"/x"}, "an object on one side only"},
		{"below", `{"x":{"a":1,"b":2,"c":{}}}`, `{"x":{"a":1,"b":3,"d":{}}}`, []string{"/x/b", "/x/c", "/x/d"}, "as deep as both have objects"},
		{"added and removed", `{"x":1}`, `{"y":1}`, []string{"/x", "/y"}, "whole"},
		{"from nothing", `{}`, `{"~/":1,"x":{"a":1}}`, []string{"/x", "/~0~1"}, "whole, and escaped"},
		{"to nothing", `{"label":{"x":1,"y":2}}`, `{"label":{}}`, []string{"/label/x", "/label/y"}, "below a listed member"},
		{"another order", `{"x":1,"y":2,"z":3}`, `{"z":3,"y":2,"x":1}`, nil, "is no change"},
		{"1 KiB", `{"` + long(1021) + `":{"a":1}}`, `{"` + long(1021) + `":{"a":2}}`, []string{"/" + long(1021) + "/a"}, "as long as may be"},
		{"longer than 1 KiB", `{"` + long(1022) + `":{"a":1}}`, `{"` + long(1022) + `":{"a":2}}`, []string{"/" + long(1022)}, "the object around it"},
		{"a name longer than 1 KiB", `{"` + long(1024) + `":1}`, `{}`, []string{""}, "the whole"},
		{"the largest name", `{"` + long(1023) + `":1}`, `{}`, []string{"/" + long(1023)}, "as long as may be"},
		{"a name longer than 1 KiB beside a short one", `{"` + long(1024) + `":1,"x":1}`, `{}`, []string{"", "/x"}, "the whole, and the one that has a pointer"},
		{"longer than 1 KiB, behind it a new one", `{"x":{"` + long(1022) + `":1}}`, `{"x":{"` + long(1022) + `":2,"b":1}}`, []string{"/x", "/x/b"}, "the object around it, and the one that has a pointer"},
		{"longer than 1 KiB, before a change", `{"x":{"` + long(1022) + `":1,"b":1}}`, `{"x":{"` + long(1022) + `":2,"b":2}}`, []string{"/x", "/x/b"}, "likewise"},
		{"longer than 1 KiB, both new", `{"x":{}}`, `{"x":{"` + long(1022) + `":1,"b":1}}`, []string{"/x", "/x/b"}, "likewise"},
		{"one below a long path", `{"x":{"` + long(900) + `":{"a":1}}}`, `{"x":{"` + long(900) + `":{"a":2}}}`, []string{"/x/" + long(900) + "/a"}, "1 KiB is never too much"},
		{"two below a long path", `{"` + long(613) + `":{"a":1,"b":1}}`, `{"` + long(613) + `":{"a":2,"b":2}}`, []string{"/" + long(613) + "/a", "/" + long(613) + "/b"}, "eight times 26 bytes and 1 KiB"},
		{"two below a longer path", `{"` + long(614) + `":{"a":1,"b":1}}`, `{"` + long(614) + `":{"a":2,"b":2}}`, []string{"/" + long(614)}, "two bytes more"},
		{"three below a long path", `{"` + long(900) + `":{"a":1,"c":1,"d":1}}`, `{"` + long(900) + `":{"c":2,"d":2}}`, []string{"/" + long(900)}, "more than eight times 30 bytes and 1 KiB"},
	} {
		t.Run(row.name, func(t *testing.T) {
			x, faults := read(box, row.from)
			require.Empty(t, faults)
			y, faults := read(box, row.to)
			require.Empty(t, faults)
			require.Equal(t, row.want, box.Changed(&x, &y), row.why)
			require.Equal(t, row.want, box.Changed(&y, &x), row.why)
		})
	}

	var many, others strings.Builder
	for i := range 2000 {
		many.WriteString(`,"` + string(rune('a'+i%26)) + strings.Repeat("b", i/26) + `":1`)
		others.WriteString(`,"` + string(rune('a'+i%26)) + strings.Repeat("b", i/26) + `":2`)
	}
	name := long(900)
	x, _ := read(box, `{"`+name+`":{`+many.String()[1:]+`}}`)
	y, _ := read(box, `{"`+name+`":{`+others.String()[1:]+`}}`)
	got := box.Changed(&x, &y)
	require.Equal(t, []string{"/" + name}, got, "2 000 pointers of 900 bytes below a text of 90 KB are one")
}

// Members in the reverse order, none of which is the next, are found in a table
// that is made once. Where the next one is expected saves time only. In trees no
// member is node 0, the object itself, so that < 0 and <= 0 tell absent ones alike.
func TestChangedIsLinear(t *testing.T) {
	perMember := func(n int) float64 {
		var list, reverse odata.Members
		for i := range n {
			list = append(list, odata.Member{Name: strconv.Itoa(i), Value: "1"})
		}
		reverse = slices.Clone(list)
		slices.Reverse(reverse)
		x := entity.Object{Additional: [2]entity.Additional{{Members: list}}}
		y := entity.Object{Additional: [2]entity.Additional{{Members: reverse}}}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		require.Empty(t, box.Changed(&x, &y))
		runtime.ReadMemStats(&after)
		return float64(after.TotalAlloc-before.TotalAlloc) / float64(n)
	}
	require.Less(t, perMember(8000), 1.5*perMember(2000), "bytes for each member")
}

// Paths may overlap: what one has removed the next does not have.
func TestDrop(t *testing.T) {
	const text = `{"key":"k","count":1,"label":{"text":"t","size":1,"m":{"a":1,"b":2}},"x":{"a":{"b":1,"c":2},"d":[{"e":1}]},"y":1}`
	for _, row := range []struct {
		name  string
		paths []string
		had   []bool
		want  string
		why   string
	}{
		{"nothing", []string{"/none", "/x/none", "/label/none", "/count/0"}, []bool{false, false, false, false}, text, "what is not there"},
		{"listed", []string{"/key", "/count"}, []bool{true, true}, `{"label":{"text":"t","size":1,"m":{"a":1,"b":2}},"x":{"a":{"b":1,"c":2},"d":[{"e":1}]},"y":1}`, ""},
		{"nested", []string{"/label/text", "/label/m/a"}, []bool{true, true}, `{"key":"k","count":1,"label":{"size":1,"m":{"b":2}},"x":{"a":{"b":1,"c":2},"d":[{"e":1}]},"y":1}`, "in the nested object"},
		{"nested whole, then below", []string{"/label", "/label/text", "/label/m/a"}, []bool{true, false, false}, `{"key":"k","count":1,"x":{"a":{"b":1,"c":2},"d":[{"e":1}]},"y":1}`, "gone already"},
		{"below, then whole", []string{"/x/a/b", "/x/a", "/x"}, []bool{true, true, true}, `{"key":"k","count":1,"label":{"text":"t","size":1,"m":{"a":1,"b":2}},"y":1}`, "each was there"},
		{"whole, then below", []string{"/x/a", "/x/a/b", "/y", "/y"}, []bool{true, false, true, false}, `{"key":"k","count":1,"label":{"text":"t","size":1,"m":{"a":1,"b":2}},"x":{"d":[{"e":1}]}}`, "gone already"},
		{"escaped", []string{"/é~0~1", "/\""}, []bool{false, false}, text, "not there under another name either"},
		{"in an array", []string{"/x/d/0/e", "/x/d/0"}, []bool{false, false}, text, "a patch replaces arrays whole"},
		{"all", []string{""}, []bool{true}, `{}`, "the whole"},
	} {
		t.Run(row.name, func(t *testing.T) {
			o, faults := read(box, text)
			require.Empty(t, faults)
			before := o
			var paths [][]string
			for _, p := range row.paths {
				paths = append(paths, jsonscan.Tokens(p))
			}
			require.Equal(t, row.had, box.Drop(&o, paths), row.why)
			require.Equal(t, row.want, write(t, box, &o), row.why)
			require.Equal(t, text, write(t, box, &before), "lists that change are copied")
		})
	}
	bad := entity.Object{Additional: [2]entity.Additional{{Members: odata.Members{{Name: "x", Value: "01"}, {Name: "y", Value: "1"}}}}}
	require.Equal(t, []bool{true, false}, box.Drop(&bad, [][]string{{"y"}, {"x", "a"}}), "what is not JSON has nothing below it")
	require.Equal(t, odata.Members{{Name: "x", Value: "01"}}, bad.Additional[0].Members)
}

func TestFinder(t *testing.T) {
	x, _ := read(box, `{"key":"k","count":"7","label":{"text":"t"},"x":{"a":[1,{"b":2}]},"y":{"a":1}}`)
	y, _ := read(box, `{"key":"l","count":7,"label":{"text":"u"},"x":{"a":[1,{"b":3}]},"y":{"a":1}}`)
	d, e := box.Finder(&x), box.Finder(&y)
	for pointer, want := range map[string]bool{
		"": false, "/key": false, "/count": true, "/count/0": true, "/label": false, "/label/text": false, "/label/size": true,
		"/x": false, "/x/a/0": true, "/x/a/1": false, "/x/a/1/b": false, "/x/a/2": true, "/x/none": true, "/none": true,
	} {
		require.Equal(t, want, d.EqualAt(&e, jsonscan.Tokens(pointer)), pointer)
		require.True(t, d.EqualAt(&d, jsonscan.Tokens(pointer)), pointer)
	}
	require.False(t, d.EqualAt(&e, []string{"x", "a"}))
	require.True(t, d.EqualAt(&e, []string{"y", "a"}), "not what has been found in another member")
	for pointer, want := range map[string]bool{"": true, "/key": true, "/state": false, "/label/text": true, "/label/size": false, "/x/a": true, "/x/a/0": false} {
		require.Equal(t, want, d.Has(jsonscan.Tokens(pointer)), pointer)
	}
	none := entity.Object{}
	n := box.Finder(&none)
	require.False(t, n.Has(nil))
	require.False(t, n.Has([]string{"label", "text"}))
	require.True(t, n.EqualAt(&d, []string{"key"}), "a key where there was none is no change")
	require.False(t, d.EqualAt(&n, []string{"key"}), "but its removal is one")
}

func TestInt32(t *testing.T) {
	for _, row := range []struct {
		text  entity.Int32Text
		value int32
		want  string
		why   string
	}{
		{"", 0, `{"size":0}`, "plain"},
		{"", 7, `{"size":7}`, "plain"},
		{entity.NoInt32, 0, `{}`, "not there"},
		{entity.NoInt32, 7, `{"size":7}`, "set since"},
		{"null", 0, `{"size":null}`, "kept"},
		{"null", 7, `{"size":7}`, "set since"},
		{`"7"`, 7, `{"size":"7"}`, "quoted as long as it is the number"},
		{`"7"`, 8, `{"size":8}`, "changed since"},
		{"-0", 0, `{"size":-0}`, "kept"},
		{"-0", 1, `{"size":1}`, "changed since"},
	} {
		var o entity.Object
		o.Values[1] = row.text.Value(row.value)
		require.Equal(t, row.want, write(t, label, &o), row.why)
		require.Equal(t, row.want, string(jsonscan.CloseObject(row.text.Append(nil, &label.Fields[1], row.value), 0)), row.why)
		require.Equal(t, o.Values[1], o.Values[1].Int32Text().Value(o.Values[1].Int), "remembered")
		require.Equal(t, o.Values[1].State == patch.StateSet && strings.Contains(row.want, `"7"`), o.Values[1].IsQuoted())
	}
	require.Equal(t, patch.StateNull, func() patch.State { v := entity.OfInt32(patch.Null[int32](), "7"); return v.State }())
	x, _ := read(label, `{"size":"200"}`)
	y, _ := read(label, `{"size":200}`)
	require.Equal(t, []string{"/size"}, label.Changed(&x, &y), "another JSON value")
	require.True(t, label.Equal(&x, &y), "the same meaning")
}

func TestArena(t *testing.T) {
	var a entity.Arena[int]
	one := a.New()
	*one = 1
	s := a.Make(3)
	require.Equal(t, []int{0, 0, 0}, s)
	require.Equal(t, 3, cap(s), "no room for more: what is appended does not reach the next")
	_ = append(s, 9)
	require.Equal(t, []int{0}, a.Make(1))
	require.Len(t, a.Make(5000), 5000, "more than one allocation has")
	require.Equal(t, 1, *one)
	var c entity.Arena[int]
	c.Make(4)
	c.New()
	require.Equal(t, 3, cap(c.Make(3)), "of eight")
	require.Equal(t, 3.0, testing.AllocsPerRun(1, func() {
		var b entity.Arena[int]
		b.New()
		b.Make(2)
		b.New()
		b.Make(3)
	}), "one, two and four elements")
	require.InDelta(t, 27, testing.AllocsPerRun(1, func() {
		var b entity.Arena[int]
		for range 5000 {
			b.New()
		}
	}), 1, "the allocations double, up to 256 elements: 1 to 256, and 18 more")
}
