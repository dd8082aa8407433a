package commsop_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/resultinfo"
)

// This file holds a slow and obvious reading of the contract for operations
// and result infos alike, on maps that encoding/json makes, and a generator of
// texts that collide on purpose. Package patch, which has its own laws, does
// the merging.

type object = map[string]any

// A shape tells what a type lists.
type shape struct {
	members map[string]string // name to "text", "int" or "result"
	base    string            // the type that others derive from, in canonical form, or ""
	types   []string          // for the generator
}

var operationShape = shape{
	members: map[string]string{"@odata.type": "text", "@type": "text", "id": "text", "status": "text", "clientContext": "text", "resultInfo": "result"},
	base:    "microsoft.graph.commsoperation",
	types: []string{`"#microsoft.graph.commsOperation"`, `"microsoft.graph.CommsOperation"`, `"#graph.recordOperation"`,
		`"https://h/$metadata#microsoft.graph.recordOperation"`, `"#microsoft.graph.playPromptOperation"`, `"String"`},
}

var resultShape = shape{
	members: map[string]string{"@odata.type": "text", "@type": "text", "code": "int", "subcode": "int", "message": "text"},
	types:   []string{`"#microsoft.graph.resultInfo"`, `"microsoft.graph.ResultInfo"`, `"#graph.resultInfo"`, `"#microsoft.graph.errorInfo"`},
}

func parse(text []byte) any {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		panic(err)
	}
	return v
}

func print(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

// below returns the members of resultInfo, which may be none.
func below(o object) object {
	r, _ := o["resultInfo"].(object)
	return r
}

// bothTypes reports whether an object has the type under both of its names.
func bothTypes(o object) bool {
	_, long := o["@odata.type"]
	_, short := o["@type"]
	return long && short
}

var integer = regexp.MustCompile(`^-?[0-9]+$`)

// number returns the int32 that a value means, or what is wrong with it.
func number(v any) (int64, error) {
	switch v := v.(type) {
	case json.Number:
		if !integer.MatchString(v.String()) {
			return 0, patch.ErrNotInteger
		}
		n, err := strconv.ParseInt(v.String(), 10, 32)
		if err != nil {
			return 0, patch.ErrOutOfRange
		}
		return n, nil
	case string:
		if n, err := strconv.ParseInt(v, 10, 32); err == nil && integer.MatchString(v) {
			return n, nil
		}
	}
	return 0, patch.ErrWrongType
}

// faults lists the members of the wrong kind as "pointer: cause", sorted by
// pointer.
func (s shape) faults(v any, pointer string) (list []string) {
	o, ok := v.(object)
	if !ok {
		return []string{pointer + ": " + patch.ErrWrongType.Error()}
	}
	for _, name := range slices.Sorted(maps.Keys(o)) {
		at, v := pointer+"/"+name, o[name]
		var err error
		switch kind := s.members[name]; {
		case kind == "" || v == nil:
		case kind == "result":
			list = append(list, resultShape.faults(v, at)...)
		case kind == "int":
			_, err = number(v)
		default:
			if _, ok := v.(string); !ok {
				err = patch.ErrWrongType
			}
		}
		if err != nil {
			list = append(list, at+": "+err.Error())
		}
	}
	return list
}

func lower(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, s)
}

// typeMeaning returns one spelling for all spellings of a type.
func typeMeaning(s string) string {
	if _, name, ok := strings.Cut(s, "#"); ok {
		s = name
	}
	s = lower(s)
	if element, ok := strings.CutPrefix(s, "collection("); ok && strings.HasSuffix(element, ")") {
		return "collection(" + qualify(element[:len(element)-1]) + ")"
	}
	return qualify(s)
}

func qualify(s string) string {
	if name, ok := strings.CutPrefix(s, "graph."); ok {
		s = "microsoft.graph." + name
	}
	return s
}

var statusMeaning = map[string]string{
	"notstarted": "NotStarted", "running": "Running", "completed": "Completed", "failed": "Failed",
	"0": "NotStarted", "1": "Running", "2": "Completed", "3": "Failed",
}

// meaning returns o with one spelling for whatever has several.
func (s shape) meaning(o object) object {
	out := object{}
	for name, v := range o {
		switch text, isText := v.(string); {
		case name == "@odata.type" || name == "@type":
			name = "@odata.type"
			if isText {
				v = typeMeaning(text)
			}
		case name == "status" && s.members[name] != "":
			if known := statusMeaning[lower(text)]; known != "" {
				v = known
			}
		case s.members[name] == "int" && v != nil:
			v, _ = number(v)
		case s.members[name] == "result" && v != nil:
			v = resultShape.meaning(v.(object))
		}
		out[name] = v
	}
	return out
}

// typeOf returns the type of o, "" for none, and the name of the member.
func typeOf(o object) (text, name string) {
	for _, name := range []string{"@odata.type", "@type"} {
		if v, ok := o[name]; ok {
			text, _ = v.(string)
			return text, name
		}
	}
	return "", ""
}

// isControl reports whether a member is control information that no member of s
// lists.
func (s shape) isControl(name string) bool { return odata.IsControl(name) && s.members[name] == "" }

// data returns o without control information, which is not data, but for the type.
func (s shape) data(o object) object {
	out := maps.Clone(o)
	maps.DeleteFunc(out, func(name string, _ any) bool { return s.isControl(name) })
	if r := below(o); r != nil && s.base != "" {
		out["resultInfo"] = resultShape.data(r)
	}
	return out
}

// control returns the control information of the objects, of which the later
// counts, but for the type.
func (s shape) control(list ...object) object {
	out := object{}
	for _, o := range list {
		maps.Copy(out, o)
	}
	maps.DeleteFunc(out, func(name string, _ any) bool { return !s.isControl(name) })
	return out
}

// strip returns o without its control information and key.
func (s shape) strip(o object) object {
	out := s.data(o)
	delete(out, "@odata.type")
	delete(out, "@type")
	if s.base != "" {
		delete(out, "id")
		if r := below(o); r != nil {
			out["resultInfo"] = resultShape.strip(r)
		}
	}
	return out
}

// keep puts into out, which has none, the control information and the key
// that doc has after the patch p. It lists where p may not do that.
func (s shape) keep(out, doc, p object, pointer string) (refused []string) {
	have, name := typeOf(doc)
	for name, v := range doc {
		if odata.IsControl(name) {
			out[name] = v
		}
	}
	if want, patchName := typeOf(p); patchName != "" {
		x, y := typeMeaning(have), typeMeaning(want)
		if name == "" {
			name = patchName
		}
		switch {
		case p[patchName] == nil, have != "" && want == "":
			refused = append(refused, pointer+"/"+patchName+": "+commsop.ErrTypeChange.Error())
		case have == "":
			out[name] = want
		case x == y, s.base != "" && y == s.base:
		case s.base != "" && x == s.base:
			out[name] = want
		default:
			refused = append(refused, pointer+"/"+patchName+": "+commsop.ErrTypeChange.Error())
		}
	}
	if s.base == "" {
		return refused
	}
	if id, ok := doc["id"]; ok {
		out["id"] = id
	}
	if id, ok := p["id"]; ok {
		if have, _ := doc["id"].(string); id == nil || have != "" && have != id {
			refused = append(refused, "/id: "+commsop.ErrIDChange.Error())
		} else {
			out["id"] = id
		}
	}
	if r := below(out); r != nil {
		refused = append(refused, resultShape.keep(r, below(doc), below(p), "/resultInfo")...)
	}
	return refused
}

// apply returns what the patch p makes of doc, or where it is refused.
func (s shape) apply(doc, p object) (object, []string) {
	b, err := patch.Apply(print(s.strip(doc)), print(s.strip(p)))
	if err != nil {
		panic(err)
	}
	out := parse(b).(object)
	refused := s.keep(out, doc, p, "")
	slices.Sort(refused)
	return out, refused
}

// undiffable lists where no patch leads from one object's control information
// and key to another's.
func (s shape) undiffable(from, to object, pointer string) (refused []string) {
	x, xName := typeOf(from)
	y, yName := typeOf(to)
	same := (xName == "") == (yName == "") && (from[xName] == nil) == (to[yName] == nil) && typeMeaning(x) == typeMeaning(y)
	if !same && (x != "" || to[yName] == nil) {
		refused = append(refused, pointer+"/"+cmp.Or(yName, "@odata.type"))
	}
	if s.base == "" {
		return refused
	}
	id, had := from["id"]
	next, has := to["id"]
	if had != has || id != next {
		if id != nil && id != "" || next == nil {
			refused = append(refused, "/id")
		}
	}
	if r := below(to); r != nil {
		refused = append(refused, resultShape.undiffable(below(from), r, "/resultInfo")...)
	}
	return refused
}

// A generator makes texts of documents and patches.
type generator struct{ *rand.Rand }

func newGenerator(seed uint64) generator { return generator{rand.New(rand.NewPCG(seed, 11))} }

func (g generator) pick(list ...string) string { return list[g.IntN(len(list))] }

func (g generator) text(s shape) []byte {
	names := append(slices.Sorted(maps.Keys(s.members)), "x", "y", "x@odata.type", "@odata.etag", "@id", "@a.b", "Status", "code2", "\\u0078\\n")
	g.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	density := 2 + g.IntN(7)
	var b []byte
	typed := false
	for _, name := range names {
		isType := name == "@odata.type" || name == "@type"
		if g.IntN(10) >= density || isType && typed && g.IntN(50) > 0 {
			continue
		}
		typed = typed || isType
		value := g.value(s, name)
		if g.IntN(8) == 0 {
			name = "\\u00" + strconv.FormatInt(int64(name[0]), 16) + name[1:]
		}
		if strings.HasPrefix(name, `\u005cu`) {
			name = `\u0078\n`
		}
		b = append(b, ",\""+name+"\":"+g.pick("", "", "", " ", "\n\t")+value...)
	}
	if b == nil {
		return []byte("{}")
	}
	b[0] = '{'
	return append(b, '}')
}

func (g generator) value(s shape, name string) string {
	switch {
	case g.IntN(300) == 0:
		return g.pick("true", "[]", "{}", "4.0", "1e2", "2147483648", `"x"`, `"4.0"`)
	case g.IntN(6) == 0:
		return "null"
	}
	switch kind := s.members[name]; {
	case kind == "text" && name[0] == '@':
		return g.pick(append(s.types, `""`)...)
	case kind == "int":
		return g.pick("0", "-0", "4", "7", `"4"`, `"007"`, `"-0"`, `"\u0034"`, "-2147483648")
	case kind == "result":
		return string(g.text(resultShape))
	case name == "status" && kind != "":
		return g.pick(`""`, `"Running"`, `"running"`, `"R\u0055NNING"`, `"1"`, `"Completed"`, `"2"`, `"String"`, `"string"`)
	case kind == "text":
		return g.pick(`""`, `"a"`, `"b"`, `"\u0061"`, `"é<\n"`)
	}
	return g.pick("1", "1.0", "2", `"1"`, "true", "[]", "[null,{\"a\":null}]", "{}", `{"a":null}`, `{"a":1}`, `{"a":{"b":null,"c":[1.0]}}`, `{"a":{},"b":2}`)
}

var (
	operations = laws[commsop.Operation, commsop.Patch]{operationShape, "commsop", commsop.Decode, commsop.DecodePatch, commsop.Diff}
	results    = laws[resultinfo.ResultInfo, resultinfo.Patch]{resultShape, "resultinfo", resultinfo.Decode, resultinfo.DecodePatch, resultinfo.Diff}
)
