package patch_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"math/big"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"example.com/graphcomms/patch"
)

// This file holds slow and obvious implementations of what the package does,
// on top of encoding/json, and generators of values that collide on purpose.
// A value is nil, a bool, a string, a json.Number, a []any or a
// map[string]any.

var errNotJSON = errors.New("not JSON")

// decode reads text as strictly as the package does: it must be valid for
// encoding/json and pass each stricter rule on its own. The error is all that
// is wrong.
func decode(text []byte) (any, error) {
	if !json.Valid(text) {
		return nil, errNotJSON
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	v, err := build(d, 0)
	if !utf8.Valid(text) || hasLoneSurrogate(text) {
		err = errors.Join(err, patch.ErrInvalidUTF8)
	}
	return v, err
}

// build reads one value token by token: a map would hide repeated names.
func build(d *json.Decoder, depth int) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	open, ok := token.(json.Delim)
	if !ok {
		return token, nil
	}
	if depth++; depth > 10_000 {
		return nil, patch.ErrDepth
	}
	object, array := map[string]any{}, []any{}
	for d.More() {
		var name string
		if open == '{' {
			token, err := d.Token()
			if err != nil {
				return nil, err
			}
			name = token.(string)
			if _, repeated := object[name]; repeated {
				return nil, patch.ErrDuplicateName
			}
		}
		v, err := build(d, depth)
		if err != nil {
			return nil, err
		}
		if open == '{' {
			object[name] = v
		} else {
			array = append(array, v)
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	if open == '{' {
		return object, nil
	}
	return array, nil
}

var escapes = regexp.MustCompile(`\\(?:u[0-9a-fA-F]{4}|.)`)

// hasLoneSurrogate looks for half a surrogate pair among the escapes of a
// valid JSON text.
func hasLoneSurrogate(text []byte) bool {
	highEnd := -1 // where a high half ended that waits for its low half
	for _, at := range escapes.FindAllIndex(text, -1) {
		unit := uint64(0)
		if at[1]-at[0] == 6 {
			unit, _ = strconv.ParseUint(string(text[at[0]+2:at[1]]), 16, 16)
		}
		low := 0xDC00 <= unit && unit <= 0xDFFF
		if waits := highEnd >= 0; waits != low || waits && highEnd != at[0] {
			return true
		}
		highEnd = -1
		if 0xD800 <= unit && unit <= 0xDBFF {
			highEnd = at[1]
		}
	}
	return highEnd >= 0
}

// key writes a value in one spelling, so that equal values, and only those,
// have the same key.
func key(v any) string { return string(appendKey(nil, v)) }

func appendKey(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		return strconv.AppendBool(b, v)
	case string:
		return strconv.AppendQuote(b, v)
	case json.Number:
		return append(b, numberKey(string(v))...)
	case []any:
		b = append(b, '[')
		for _, e := range v {
			b = append(appendKey(b, e), ',')
		}
		return append(b, ']')
	}
	object := v.(map[string]any)
	b = append(b, '{')
	for _, name := range slices.Sorted(maps.Keys(object)) {
		b = append(strconv.AppendQuote(b, name), ':')
		b = append(appendKey(b, object[name]), ',')
	}
	return append(b, '}')
}

// numberKey writes a number as ±digits, 'e' and an exponent, the digits having
// no zero first or last.
func numberKey(text string) string {
	unsigned, negative := strings.CutPrefix(text, "-")
	mantissa, exponent, _ := strings.Cut(strings.ToLower(unsigned), "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	if digits == "" {
		return "0"
	}
	exp := new(big.Int)
	if exponent != "" {
		exp.SetString(exponent, 10)
	}
	exp.Sub(exp, big.NewInt(int64(len(fraction))))
	short := strings.TrimRight(digits, "0")
	exp.Add(exp, big.NewInt(int64(len(digits)-len(short))))
	if negative {
		short = "-" + short
	}
	return short + "e" + exp.String()
}

// mergePatch is the pseudo-code of RFC 7396 section 2, except that it leaves
// the target as it is.
func mergePatch(target, p any) any {
	changes, ok := p.(map[string]any)
	if !ok {
		return p
	}
	result, ok := target.(map[string]any)
	if ok {
		result = maps.Clone(result)
	} else {
		result = map[string]any{}
	}
	for name, value := range changes {
		if value == nil {
			delete(result, name)
		} else {
			result[name] = mergePatch(result[name], value)
		}
	}
	return result
}

// A member is one of an object's, its name and value also as written.
type member struct{ written, name, value string }

// members lists the members of an object in their order.
func members(object string) []member {
	d := json.NewDecoder(strings.NewReader(object))
	var list []member
	for _, _ = d.Token(); d.More(); {
		before := d.InputOffset()
		name, _ := d.Token()
		written := strings.TrimLeft(object[before:d.InputOffset()], ", \t\r\n")
		var value json.RawMessage
		if d.Decode(&value) != nil {
			panic("not an object: " + object)
		}
		list = append(list, member{written, name.(string), string(value)})
	}
	return list
}

func isObject(text string) bool { return strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "{") }

func compact(text string) string {
	var b bytes.Buffer
	if json.Compact(&b, []byte(text)) != nil {
		panic("not JSON: " + text)
	}
	return b.String()
}

// mergeText is the same pseudo-code on texts: what it must return to the byte,
// order and spelling included.
func mergeText(target, p string) string {
	if !isObject(p) {
		return compact(p)
	}
	var list []member
	if isObject(target) {
		list = members(target)
	}
	for _, change := range members(p) {
		at := slices.IndexFunc(list, func(m member) bool { return m.name == change.name })
		switch {
		case change.value == "null" && at >= 0:
			list = slices.Delete(list, at, at+1)
		case change.value == "null":
		case at >= 0:
			list[at].value = mergeText(list[at].value, change.value)
		default:
			change.value = mergeText("null", change.value)
			list = append(list, change)
		}
	}
	for i, m := range list {
		list[i].value = m.written + ":" + compact(m.value)
	}
	values := make([]string, len(list))
	for i, m := range list {
		values[i] = m.value
	}
	return "{" + strings.Join(values, ",") + "}"
}

var pointerTokens = strings.NewReplacer("~", "~0", "/", "~1")

func below(pointer, name string) string { return pointer + "/" + pointerTokens.Replace(name) }

// absent stands for the value of a member that is not there.
type absent struct{}

func memberOf(v any, name string) any {
	if m, ok := v.(map[string]any)[name]; ok {
		return m
	}
	return absent{}
}

func isMap(v any) bool { _, ok := v.(map[string]any); return ok }

// firstUnsettable returns the pointer of the first null member of the text to
// that a merge patch would have to set: through objects alone, from has no
// null at the same place.
func firstUnsettable(from any, to, pointer string) (string, bool) {
	if !isObject(to) {
		return "", false
	}
	for _, m := range members(to) {
		var there any = absent{}
		if isMap(from) {
			there = memberOf(from, m.name)
		}
		at := below(pointer, m.name)
		if m.value == "null" {
			if there != nil {
				return at, true
			}
		} else if p, bad := firstUnsettable(there, m.value, at); bad {
			return p, true
		}
	}
	return "", false
}

// firstUncomposable returns the pointer of the first object of the text q that
// would have to replace whatever the patch p leaves there.
func firstUncomposable(p any, q, pointer string) (string, bool) {
	if !isObject(q) {
		return "", false
	}
	if !isMap(p) {
		return pointer, true
	}
	for _, m := range members(q) {
		there := memberOf(p, m.name)
		if there == (any)(absent{}) {
			continue
		}
		if at, bad := firstUncomposable(there, m.value, below(pointer, m.name)); bad {
			return at, true
		}
	}
	return "", false
}

// leaves is what Changes must return.
func leaves(p, pointer string) []patch.Change {
	if strings.TrimSpace(p) == "null" {
		return []patch.Change{{Pointer: pointer, State: patch.StateNull}}
	}
	if !isObject(p) || pointer != "" && len(members(p)) == 0 {
		return []patch.Change{{Pointer: pointer, State: patch.StateSet}}
	}
	var list []patch.Change
	for _, m := range members(p) {
		list = append(list, leaves(m.value, below(pointer, m.name))...)
	}
	return list
}

// merge3 merges what ours and theirs made of base; any of the three may be
// absent. It adds the conflicts to the map, by pointer.
func merge3(base, ours, theirs any, pointer string, conflicts map[string][3]any) any {
	b, o, t := keyOrAbsent(base), keyOrAbsent(ours), keyOrAbsent(theirs)
	switch {
	case o == b:
		return theirs
	case t == b, t == o:
		return ours
	case !isMap(ours) || !isMap(theirs) || !isMap(base) && b != "absent":
		conflicts[pointer] = [3]any{base, ours, theirs}
		return base
	}
	names := map[string]bool{}
	for _, v := range []any{base, ours, theirs} {
		if isMap(v) {
			for name := range v.(map[string]any) {
				names[name] = true
			}
		}
	}
	if b == "absent" {
		base = map[string]any{}
	}
	result := map[string]any{}
	for name := range names {
		v := merge3(memberOf(base, name), memberOf(ours, name), memberOf(theirs, name), below(pointer, name), conflicts)
		if v != (any)(absent{}) {
			result[name] = v
		}
	}
	return result
}

func keyOrAbsent(v any) string {
	if _, ok := v.(absent); ok {
		return "absent"
	}
	return key(v)
}

// A generator makes values out of small alphabets, so that two of them have
// much in common, and spells each of them in many ways.
type generator struct{ *rand.Rand }

func newGenerator(seed uint64) generator { return generator{rand.New(rand.NewPCG(seed, 7396))} }

// spellings of names and strings, the value first, and of numbers.
var (
	textSpellings = spellings(
		[]string{"a", `"a"`, `"\u0061"`},
		[]string{"b", `"b"`, `"\u0062"`},
		[]string{"c", `"c"`, `"c"`},
		[]string{"", `""`},
		[]string{"a/b", `"a/b"`, `"a\/b"`, `"\u0061\u002Fb"`},
		[]string{"~", `"~"`, `"\u007e"`},
		[]string{"~1", `"~1"`},
		[]string{`"`, `"\""`, `"\u0022"`},
		[]string{`\`, `"\\"`, `"\u005c"`},
		[]string{"é\n", `"é\n"`, `"\u00e9\u000a"`, `"\u00E9\u000A"`},
		[]string{"😀", `"😀"`, `"\ud83d\ude00"`, `"\uD83D\uDE00"`},
		[]string{"null", `"null"`},
		[]string{"a long name, longer than two words", `"a long name, longer than two words"`, `"a long name, longer than two word\u0073"`},
	)
	numberSpellings = spellings(
		[]string{"0", "0", "-0", "0.0", "0e9", "-0.00E-5", "0e99999999999999999999"},
		[]string{"1", "1", "1.0", "1e0", "10e-1", "0.1E+1", "1000e-3"},
		[]string{"-1", "-1", "-1.0", "-0.01e2"},
		[]string{"10", "10", "1e1", "1E+01", "10.0"},
		[]string{"1.5", "1.5", "15e-1", "0.15e1", "1.500"},
		[]string{"9007199254740993", "9007199254740993", "9007199254740993.0", "9007199254740.993e3"},
		[]string{"9007199254740992", "9007199254740992", "9007199254740992e0"},
		[]string{"1e400", "1e400", "10e399", "0.001e403", "1E+0400"},
		[]string{"-1e-400", "-1e-400", "-0.1e-399", "-10e-401"},
		[]string{"1e99999999999999999999", "1e99999999999999999999", "10e99999999999999999998", "0.1e100000000000000000000"},
	)
	names   = slices.Sorted(maps.Keys(textSpellings))
	numbers = slices.Sorted(maps.Keys(numberSpellings))
)

func spellings(rows ...[]string) map[string][]string {
	m := map[string][]string{}
	for _, row := range rows {
		m[row[0]] = row[1:]
	}
	return m
}

func pick[T any](g generator, list []T) T { return list[g.IntN(len(list))] }

func (g generator) name() string {
	if g.IntN(3) > 0 {
		return pick(g, []string{"a", "b", "c"})
	}
	return pick(g, names)
}

func (g generator) scalar() any {
	switch g.IntN(8) {
	case 0, 1, 2:
		return nil
	case 3:
		return g.IntN(2) == 0
	case 4:
		return g.name()
	case 5:
		return pick(g, []any{[]any{}, map[string]any{}})
	}
	if g.IntN(2) == 0 {
		return json.Number("1")
	}
	return json.Number(pick(g, numbers))
}

// value makes a value of at most so many levels; one in a few hundred is wide,
// one is deep.
func (g generator) value() any {
	switch g.IntN(400) {
	case 0:
		wide := map[string]any{}
		for i := range 120 + g.IntN(40) {
			wide["n"+strconv.Itoa(i)] = g.tree(1)
		}
		return wide
	case 1:
		v := g.tree(2)
		for range 60 {
			if g.IntN(8) == 0 {
				v = []any{v}
			} else {
				v = map[string]any{"a": v}
			}
		}
		return v
	}
	return g.tree(1 + g.IntN(4))
}

func (g generator) tree(levels int) any {
	kind := g.IntN(10)
	switch {
	case levels == 0 || kind < 2:
		return g.scalar()
	case kind == 2:
		array := make([]any, g.IntN(3))
		for i := range array {
			array[i] = g.tree(levels - 1)
		}
		return array
	}
	object := map[string]any{}
	for range g.IntN(5) {
		object[g.name()] = g.tree(levels - 1)
	}
	return object
}

// edit returns v with a few changes.
func (g generator) edit(v any) any {
	object, ok := v.(map[string]any)
	if !ok || g.IntN(20) == 0 {
		return g.tree(2)
	}
	result := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		switch g.IntN(8) {
		case 0:
		case 1:
			result[name] = g.tree(2)
		case 2, 3:
			result[name] = g.edit(object[name])
		default:
			result[name] = object[name]
		}
	}
	if g.IntN(2) == 0 {
		result[g.name()] = g.tree(1)
	}
	return result
}

// text spells v: members in any order, any spelling, white space now and then.
func (g generator) text(v any) []byte {
	return g.spell(nil, v, g.IntN(3) == 0)
}

func (g generator) space(b []byte, loose bool) []byte {
	if loose {
		return append(b, pick(g, []string{"", "", " ", "\n\t", "\r\n  "})...)
	}
	return b
}

func (g generator) spell(b []byte, v any, loose bool) []byte {
	b = g.space(b, loose)
	switch v := v.(type) {
	case nil:
		b = append(b, "null"...)
	case bool:
		b = strconv.AppendBool(b, v)
	case string:
		b = append(b, g.spellText(v)...)
	case json.Number:
		b = append(b, pick(g, numberSpellings[string(v)])...)
	case []any:
		b = append(b, '[')
		for i, e := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = g.spell(b, e, loose)
		}
		b = append(g.space(b, loose), ']')
	case map[string]any:
		order := slices.Sorted(maps.Keys(v))
		g.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		b = append(b, '{')
		for i, name := range order {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(g.space(b, loose), g.spellText(name)...)
			b = append(g.space(b, loose), ':')
			b = g.spell(b, v[name], loose)
		}
		b = append(g.space(b, loose), '}')
	}
	return g.space(b, loose)
}

func (g generator) spellText(s string) string {
	if list := textSpellings[s]; list != nil {
		return pick(g, list)
	}
	return strconv.Quote(s) // the names of wide objects
}
