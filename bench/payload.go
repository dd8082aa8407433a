package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
)

// A Payload is a JSON text and the name that it has in the benchmarks.
type Payload struct {
	Name string
	JSON []byte
}

// Request is the body of the request on the page "Update operations", 265 bytes with the line ends of HTTP. The page's
// placeholder for a status, "String", is filled in.
func Request() Payload {
	return Payload{"pretty", []byte("{\r\n" +
		"  \"@odata.type\": \"#microsoft.graph.commsOperation\",\r\n" +
		"  \"status\": \"Failed\",\r\n" +
		"  \"clientContext\": \"Client Context value\",\r\n" +
		"  \"resultInfo\": {\r\n" +
		"    \"@odata.type\": \"microsoft.graph.ResultInfo\",\r\n" +
		"    \"code\": 4,\r\n" +
		"    \"subcode\": 7,\r\n" +
		"    \"message\": \"Message value\"\r\n" +
		"  }\r\n" +
		"}")}
}

// CompactRequest is Request without white space.
func CompactRequest() Payload {
	return Payload{"S", compact(Request().JSON)}
}

// Stored is the operation that the page's request updates: running, with no result yet.
func Stored() Payload {
	return Payload{"S", compact([]byte(`{
		"@odata.type": "#microsoft.graph.commsOperation",
		"id": "b571cdaa-cdaa-b571-aacd-71b5aacd71b5",
		"status": "Running",
		"clientContext": "Client Context value",
		"resultInfo": {"@odata.type": "microsoft.graph.ResultInfo", "code": 0, "subcode": 0}
	}`))}
}

// Operation is an operation of about 2 KB: a derived type with a dozen members that commsOperation does not list,
// nested ones and escapes among them.
func Operation() Payload {
	return Payload{"M", compact([]byte(`{
		"@odata.type": "#microsoft.graph.playPromptOperation",
		"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#playPromptOperation",
		"@odata.etag": "W/\"54451\"",
		"id": "0fe0623f-d628-42ed-b4bd-8ac290072cc5",
		"status": "Running",
		"clientContext": "d45324c1-fcb5-430a-902c-f20af696537c",
		"createdDateTime": "2019-07-19T19:57:36.4711834+00:00",
		"lastActionDateTime": "2019-07-19T19:57:41.0923641+00:00",
		"completionReason": null,
		"interruptible": true,
		"attempt": 3,
		"gain": -1.5,
		"callbackUri": "https:\/\/bot.contoso.com\/callback?call=57dab8b1-894c-409a-b240-bd8beae78896",
		"transcript": "\"Bienvenue\", dit-elle.\n\tPuis : \u00ab Qui est \u00e0 l\u2019appareil ?\u00bb — 通話中…",
		"organizer": {
			"@odata.type": "#microsoft.graph.identitySet",
			"application": null,
			"user": {
				"@odata.type": "#microsoft.graph.identity",
				"displayName": "Ren\u00e9e \"Rae\" O'Connor",
				"id": "112f7296-5fa4-42ca-bae8-6a692b15d4b8",
				"tenantId": "72f988bf-86f1-41af-91ab-2d7cd011db47"
			}
		},
		"prompts": [
			{
				"@odata.type": "#microsoft.graph.mediaPrompt",
				"mediaInfo": {
					"@odata.type": "#microsoft.graph.mediaInfo",
					"uri": "https://cdn.contoso.com/beep.wav",
					"resourceId": "1D6DE2D4-CD51-4309-8DAA-70768651088E"
				},
				"loop": 5
			},
			{
				"@odata.type": "#microsoft.graph.mediaPrompt",
				"mediaInfo": {
					"@odata.type": "#microsoft.graph.mediaInfo",
					"uri": "https://cdn.contoso.com/silence.wav",
					"resourceId": "1D6DE2D4-CD51-4309-8DAA-707686510890"
				}
			},
			{
				"@odata.type": "#microsoft.graph.mediaPrompt",
				"mediaInfo": {
					"@odata.type": "#microsoft.graph.mediaInfo",
					"uri": "https://cdn.contoso.com/cool.wav",
					"resourceId": "1D6DE2D4-CD51-4309-8DAA-70768651088F"
				}
			}
		],
		"tags": ["ivr", "welcome", "fr-FR", "r\u00e9gion-ouest", ""],
		"levels": [0, -3, 12.25, 1024, 65536, -0.5],
		"recordingLocation": "https://file.location/path/recording-0fe0623f.wav?sv=2018-03-28&sr=b&sig=f1W%2BZ",
		"routing": {"region": "westeurope", "hops": [{"name": "edge", "ms": 3}, {"name": "mixer", "ms": 11}], "fallback": false},
		"resultInfo": {
			"@odata.type": "#microsoft.graph.resultInfo",
			"code": 100,
			"subcode": 0,
			"message": "The prompt is \"playing\"."
		}
	}`))}
}

// OperationPatch is a small merge patch for Operation: two members replaced, two nested ones, one removed, one added.
func OperationPatch() Payload {
	return Payload{"2KB", []byte(`{"@odata.type":"#microsoft.graph.playPromptOperation","status":"Completed",` +
		`"completionReason":"completedSuccessfully","interruptible":null,"organizer":{"user":{"displayName":"Renée"}},` +
		`"resultInfo":{"code":200,"message":"Action completed successfully."},"endpointType":"default"}`)}
}

// Operations is how many operations Page holds.
const Operations = 10_000

// Page is a list response of about 3 MB.
func Page() Payload {
	r := random()
	statuses := []string{"NotStarted", "Running", "Completed", "Failed"}
	b := []byte(`{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#communications/operations","value":[`)
	for i := range Operations {
		if i > 0 {
			b = append(b, ',')
		}
		b = fmt.Appendf(b, `{"@odata.type":"#microsoft.graph.commsOperation","id":"%08x-%04x-%04x-%04x-%012x","status":"%s",`+
			`"clientContext":"%08x-cdaa-b571-aacd-%012x","resultInfo":{"@odata.type":"#microsoft.graph.resultInfo",`+
			`"code":%d,"subcode":%d,"message":"Message value %d"}}`,
			r.Uint32(), r.IntN(1<<16), r.IntN(1<<16), r.IntN(1<<16), r.Int64N(1<<48), statuses[r.IntN(len(statuses))],
			r.Uint32(), r.Int64N(1<<48), 200+100*r.IntN(4), r.IntN(9999), i)
	}
	return Payload{"L", append(b, "]}"...)}
}

// Record is a finished recordOperation of about 300 bytes, with the three members of that type that commsOperation does
// not list.
func Record() Payload {
	return Payload{"record", appendRecord(nil, random())}
}

func appendRecord(b []byte, r *rand.Rand) []byte {
	return fmt.Appendf(b, `{"@odata.type":"#microsoft.graph.recordOperation","id":"%s","status":"Completed",`+
		`"clientContext":"%s","recordingLocation":"https://file.location/%s",`+
		`"recordingAccessToken":"%016x","completionReason":"stopToneDetected"}`, guid(r), guid(r), guid(r), r.Uint64())
}

func guid(r *rand.Rand) string {
	return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", r.Uint32(), r.IntN(1<<16), r.IntN(1<<16), r.IntN(1<<16), r.Int64N(1<<48))
}

// MixedPage is a list response like Page whose operations are of four kinds: base ones, ones with escapes, ones with
// nulls, and records.
func MixedPage() Payload {
	r := random()
	b := []byte(`{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#communications/operations","value":[`)
	for i := range Operations {
		if i > 0 {
			b = append(b, ',')
		}
		switch i % 4 {
		case 0:
			b = fmt.Appendf(b, `{"@odata.type":"#microsoft.graph.commsOperation","id":"%s","status":"Running",`+
				`"clientContext":"%s","resultInfo":{"@odata.type":"#microsoft.graph.resultInfo","code":%d,"subcode":%d,`+
				`"message":"Message value %d"}}`, guid(r), guid(r), 200+100*r.IntN(4), r.IntN(9999), i)
		case 1:
			b = fmt.Appendf(b, `{"@odata.type":"#microsoft.graph.inviteParticipantsOperation","id":"%s","status":"Failed",`+
				`"clientContext":"Ren\u00e9e\/\"%d\"","resultInfo":{"@odata.type":"#microsoft.graph.resultInfo",`+
				`"code":400,"subcode":%d,"message":"The call \"%d\"\nis gone."}}`, guid(r), i, r.IntN(9999), i)
		case 2:
			b = fmt.Appendf(b, `{"@odata.type":"#microsoft.graph.playPromptOperation","id":"%s","status":"NotStarted",`+
				`"clientContext":null,"resultInfo":null,"completionReason":null}`, guid(r))
		default:
			b = appendRecord(b, r)
		}
	}
	return Payload{"mixed", append(b, "]}"...)}
}

// A Tree is a JSON object of so many leaf members, in levels of objects, or all in one if it is Flat.
// A leaf takes about 50 bytes.
type Tree struct {
	Members int  // leaves
	Flat    bool // all in one object
	Fan     int  // members of an object; 0 is as many as make three levels
}

// Draw says how to write a Tree: which of its leaves, with which values and in which order. The zero Draw writes all
// leaves with their first values in order.
type Draw struct {
	Every   int   // write each Every-th leaf only; 0 is all of them
	Values  uint8 // another set of values
	Shuffle bool  // the members of every object in another order
}

// JSON returns the object. The same Tree and Draw always give the same bytes.
func (t Tree) JSON(d Draw) []byte {
	d.Every = max(d.Every, 1)
	g := generator{draw: d, rand: random(), members: t.Members, fan: t.Members}
	buf := make([]byte, 0, 64*(t.Members/d.Every+1))
	if t.Flat {
		return g.object(buf, 0, 1)
	}
	if g.fan = t.Fan; g.fan == 0 {
		g.fan = int(math.Ceil(math.Cbrt(float64(t.Members))))
		return g.object(buf, 0, g.fan*g.fan)
	}
	span := 1 // of leaves below a member of the top object
	for span*g.fan < t.Members {
		span *= g.fan
	}
	return g.object(buf, 0, span)
}

type generator struct {
	draw    Draw
	rand    *rand.Rand
	members int
	fan     int // members of an object
}

// object appends the object whose first leaf is the first-th and each of whose members holds span leaves.
// Objects without any leaf are left out.
func (g *generator) object(buf []byte, first, span int) []byte {
	buf = append(buf, '{')
	empty := len(buf)
	for _, k := range g.order() {
		i := first + k*span
		if i >= g.members {
			continue
		}
		before := len(buf)
		if before > empty {
			buf = append(buf, ',')
		}
		buf = fmt.Appendf(buf, `"member%07d":`, i)
		start := len(buf)
		switch {
		case span > 1:
			buf = g.object(buf, i, span/g.fan)
		case i%g.draw.Every == 0:
			buf = appendLeaf(buf, i, g.draw.Values)
		}
		if n := len(buf) - start; n == 0 || span > 1 && n == len("{}") {
			buf = buf[:before]
		}
	}
	return append(buf, '}')
}

func (g *generator) order() []int {
	if g.draw.Shuffle {
		return g.rand.Perm(g.fan)
	}
	p := make([]int, g.fan)
	for i := range p {
		p[i] = i
	}
	return p
}

// appendLeaf appends the value of the i-th leaf: most are strings, and each set has another value for each leaf.
func appendLeaf(buf []byte, i int, set uint8) []byte {
	switch i % 8 {
	case 0:
		return fmt.Appendf(buf, "%d", 1_000_000_000_000+10*i+int(set))
	case 1:
		return fmt.Appendf(buf, "%d.%d5", -i, set)
	case 2:
		return fmt.Appendf(buf, `["element",%d,"%d",true,null]`, i, set)
	case 3:
		return fmt.Appendf(buf, `"the line %d\n\"%d\" caf\u00e9 %d"`, i, set, 3*i)
	default:
		return fmt.Appendf(buf, `"value %07d, set %d, of the leaf"`, i, set)
	}
}

// random returns the source of all payloads' numbers, always in the same state.
func random() *rand.Rand {
	return rand.New(rand.NewPCG(265, 7396))
}

// compact panics unless doc is valid JSON: it is called on the literals above only.
func compact(doc []byte) []byte {
	var b bytes.Buffer
	if err := json.Compact(&b, doc); err != nil {
		panic(err)
	}
	return b.Bytes()
}
