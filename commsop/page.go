package commsop

import (
	"strconv"

	"example.com/graphcomms/internal/fault"
	"example.com/graphcomms/internal/jsonscan"
	"example.com/graphcomms/internal/member"
	"example.com/graphcomms/odata"
)

// A Page is a list response. The zero Page is an empty list. Copies share what
// it holds.
type Page struct {
	Value          []Operation
	AdditionalData odata.Members // @odata.nextLink, @odata.count and the like
}

// DecodePage reads {"value":[…]}. {"value":{…}}, as some of Graph's pages wrap
// a single operation, and an operation without a wrapper are read as pages of
// one. Errors are those of [Decode], with the page's pointers: /value/1/id.
//
// All operations of a page share few allocations, which live as long as one of
// them does; Clone the one to be kept for long.
func DecodePage(data []byte) (Page, error) {
	var rd reader
	rd.Init(data)
	g, ok := rd.page()
	faults := rd.Done()
	if faults == nil && !ok { // no member value: an operation
		rd = reader{}
		rd.Init(data)
		p := rd.patch()
		faults = rd.Done()
		g = Page{Value: []Operation{p.document(&rd.results)}}
	}
	if faults != nil {
		return Page{}, fault.Scan("commsop.DecodePage", "data", faults)
	}
	return g, nil
}

// page reads a page, and reports whether it has the member value.
func (rd *reader) page() (g Page, ok bool) {
	var o jsonscan.Object
	if !rd.Object(&o) {
		return g, false
	}
	for rd.Next(&o) {
		m := pageListed(rd.Name(&o))
		if !rd.First(&o, m) {
			break
		}
		if m == 0 {
			g.AdditionalData = append(g.AdditionalData, member.ReadAdditional(&rd.Reader, &o))
			continue
		}
		ok = true
		if rd.Kind() == '{' {
			p := rd.patch()
			g.Value = []Operation{p.document(&rd.results)}
			continue
		}
		var a jsonscan.Array
		if rd.Array(&a) {
			for rd.NextElement(&a) {
				p := rd.patch()
				g.Value = append(g.Value, p.document(&rd.results))
			}
		}
	}
	return g, ok
}

// pageListed returns 1 for the listed member of a page, 0 for any other.
func pageListed[T string | []byte](name T) uint8 {
	if string(name) == "value" {
		return 1
	}
	return 0
}

// AppendJSON appends g as {"value":[…]} and its additional members. Errors are
// those of [Operation.AppendJSON], with the page's pointers.
func (g Page) AppendJSON(dst []byte) ([]byte, error) {
	w := jsonscan.NewWriter(dst)
	w.Name("value")
	w.Dst = append(w.Dst, '[')
	for i := range g.Value {
		if i > 0 {
			w.Dst = append(w.Dst, ',')
		}
		if dst, f := g.Value[i].write(w.Dst, 2); f != nil {
			w.Fail("/value/"+strconv.Itoa(i)+f.Pointer, f.Err)
		} else {
			w.Dst = dst
		}
	}
	w.Dst = append(w.Dst, ']')
	member.WriteAdditional(&w, g.AdditionalData, 1, pageListed[string])
	dst, f := w.Close()
	return fault.Encoded(dst, f, "commsop.Page.AppendJSON", "g")
}

// MarshalJSON returns what AppendJSON appends.
func (g Page) MarshalJSON() ([]byte, error) { return g.AppendJSON(nil) }

// UnmarshalJSON replaces g by what DecodePage reads, except that null does
// nothing. On an error g is as it was.
func (g *Page) UnmarshalJSON(data []byte) error {
	if jsonscan.IsNull(data) {
		return nil
	}
	out, err := DecodePage(data)
	if err == nil {
		*g = out
	}
	return err
}
