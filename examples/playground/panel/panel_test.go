package panel_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/examples/playground/panel"
	"example.com/graphcomms/patch"
	"example.com/graphcomms/validate"
)

// selected returns what an editor selects for a place.
func selected(text string, p panel.Place) string {
	return string(utf16.Decode(utf16.Encode([]rune(text))[p.Start:p.End]))
}

// lines shows a view as a few lines: what is marked, where, and what is at
// each place.
func lines(v panel.View, stored, body string) []string {
	texts := map[panel.Input]string{panel.Stored: stored, panel.Body: body}
	out := []string{v.Summary}
	for _, f := range v.Faults {
		out = append(out, fmt.Sprintf("%s:%d %s %s `%s`", f.Input, f.Place.Line, f.Code, f.Pointer, selected(texts[f.Input], f.Place)))
	}
	for _, c := range v.Changes {
		out = append(out, fmt.Sprintf("%d-%d %s %s %s>%s", c.Place.Line, c.Place.Last, c.Kind, c.Pointer, c.Was, c.Is))
	}
	for _, d := range v.Ignored {
		out = append(out, fmt.Sprintf("ignored %d %s `%s`", d.Place.Line, d.Pointer, selected(body, d.Place)))
	}
	if v.Undo != "" {
		out = append(out, "undo "+strings.Join(strings.Fields(v.Undo), ""))
	}
	if v.Note != "" {
		out = append(out, "note "+v.Note)
	}
	return out
}

func TestRun(t *testing.T) {
	const stored = `{"@odata.type":"#microsoft.graph.commsOperation","id":"1","status":"NotStarted","clientContext":"x"}`
	for _, test := range []struct {
		name, reason string
		options      validate.Options
		stored, body string
		want         []string
	}{
		{
			"changed and added", "the answer's lines are marked, and the undo takes both back",
			validate.Options{}, stored, "{\n\"status\":\"running\",\n\"resultInfo\":{\"code\":200,\n\"subcode\":0}}",
			[]string{
				"Accepted: 2 changes.",
				`6-9 added /resultInfo >{"code":200,"subcode":0}`,
				`4-4 changed /status "NotStarted">"running"`,
				`undo {"status":"NotStarted","resultInfo":null}`,
				"note A server that keeps the rules refuses it: The member at /status may only become one of Completed, Failed.",
			},
		},
		{
			"removed", "what is gone has no line", validate.Options{}, stored, `{"clientContext":null}`,
			[]string{"Accepted: one change.", `0-0 removed /clientContext "x">`, `undo {"clientContext":"x"}`},
		},
		{
			"another spelling", "it is a change of the text, and shown", validate.Options{}, stored, `{"status":"notStarted"}`,
			[]string{"Accepted: one change.", `4-4 changed /status "NotStarted">"notStarted"`, `undo {"status":"NotStarted"}`},
		},
		{
			"empty", "a patch without members", validate.Options{}, stored, `{}`,
			[]string{"Accepted: nothing changes."},
		},
		{
			"the other spelling of the type", "nothing that a server refuses gets into the undo", validate.Options{},
			stored, `{"@type":"#microsoft.graph.commsOperation","clientContext":"y"}`,
			[]string{"Accepted: one change.", `5-5 changed /clientContext "x">"y"`, `undo {"clientContext":"x"}`},
		},
		{
			"a stored null", "no merge patch restores it, and it is said where", validate.Options{},
			`{"status":"Running","resultInfo":null}`, `{"resultInfo":{"code":200,"subcode":0}}`,
			[]string{
				"Accepted: one change.", `3-6 changed /resultInfo null>{"code":200,"subcode":0}`,
				"note No merge patch undoes this: /resultInfo was null, and null in a patch removes.",
			},
		},
		{
			"dropped", "a read-only member is marked in the body", validate.Options{ReadOnlyMode: validate.Ignore},
			stored, "{\"status\":\"Running\",\n\"id\":\"2\"}",
			[]string{
				"Accepted: one change.", `4-4 changed /status "NotStarted">"Running"`, "ignored 2 /id `\"id\":\"2\"`",
				`undo {"status":"NotStarted"}`, "note A server that keeps the rules refuses it: The member at /status may only become one of Completed, Failed.",
			},
		},
		{
			"several faults", "each at its line, whatever it is", validate.Options{}, stored,
			"{\"id\":\"2\",\n\"status\":\n  \"Gone\",\n\"clientContext\": 7,\n\"resultInfo\":{\n\"code\" : 4.5, \"message\":\"m\"}}",
			[]string{
				"Refused: 5 things are wrong in the body.",
				"body:1 readOnly /id `\"id\":\"2\"`",
				"body:2 unknownValue /status `\"status\":\n  \"Gone\"`",
				"body:4 typeMismatch /clientContext `\"clientContext\": 7`",
				"body:5 required /resultInfo/subcode `\"resultInfo\"`",
				"body:6 notInteger /resultInfo/code `\"code\" : 4.5`",
			},
		},
		{
			"faults of what is stored", "they are marked there, unless the body says the same member", validate.Options{},
			"{\"status\":\"Gone\",\n\"resultInfo\":{\"code\":1}}", "{\n\"status\":\"Gone\"}",
			[]string{
				"Refused: 2 things are wrong in both texts.",
				"stored:2 required /resultInfo/subcode `\"resultInfo\"`",
				"body:2 unknownValue /status `\"status\":\"Gone\"`",
			},
		},
		{
			"a missing status", "where neither text has any of the way, the body could", validate.Options{}, `{}`, `{}`,
			[]string{"Refused: one thing is wrong in the body.", "body:1 required /status `{`"},
		},
		{
			"stored of the wrong kind", "the body's wrong kinds are shown with them", validate.Options{},
			"{\n\"id\":1}", "\n{\"status\":1}",
			[]string{"Refused: 2 things are wrong in both texts.", "stored:2 typeMismatch /id `\"id\":1`", "body:2 typeMismatch /status `\"status\":1`"},
		},
		{
			"no objects", "the root has a place too", validate.Options{}, "[1,\n2]", `"x"`,
			[]string{"Refused: 2 things are wrong in both texts.", "stored:1 typeMismatch  `[1,\n2]`", "body:1 typeMismatch  `\"x\"`"},
		},
		{
			"an escaped name, beyond the basic plane", "places count as JavaScript does", validate.Options{RejectUnknownMembers: true},
			stored, "{\"status\":\"Running\",\n\"😀\":\"😀\", \"a~/\\u0062\":\"é\"}",
			[]string{
				"Refused: 2 things are wrong in the body.",
				"body:2 unknownMember /😀 `\"😀\":\"😀\"`", "body:2 unknownMember /a~0~1b `\"a~/\\u0062\":\"é\"`",
			},
		},
		{
			"a type in another name", "the pointer's name is not the one in the text", validate.Options{}, stored, `{"@type":"#microsoft.graph.recordOperation","status":1}`,
			[]string{"Refused: one thing is wrong in the body.", "body:1 typeMismatch /status `\"status\":1`"},
		},
		{
			"empty texts", "nothing is not JSON", validate.Options{}, "", " \n",
			[]string{"Not JSON: both texts cannot be read.", "stored:1 syntax  ``", "body:2 syntax  ``"},
		},
		{
			"a comma too many", "the place is where reading stops", validate.Options{}, stored, "{\"a\":1,\n}",
			[]string{"Not JSON: the body cannot be read.", "body:2 syntax  `}`"},
		},
		{
			"a name twice", "the second one", validate.Options{}, "{\"a\":1,\n\"a\":2}", `{}`,
			[]string{"Not JSON: the stored operation cannot be read.", "stored:2 duplicateName /a `\"`"},
		},
		{
			"bytes that are not UTF-8", "a caller that is no browser may send them", validate.Options{}, stored, "{\"a\":\"\xff\"}",
			[]string{"Not JSON: the body cannot be read.", "body:1 invalidUTF8 /a `�`"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := panel.Run(&test.options, []byte(test.stored), []byte(test.body))
			require.Equal(t, test.want, lines(v, test.stored, test.body), test.reason)
			check(t, v, test.stored, test.body)
		})
	}
}

func TestAnswers(t *testing.T) {
	run := func(stored, body string) panel.View { return panel.Run(nil, []byte(stored), []byte(body)) }
	require.Equal(t, "{\n  \"status\": \"Failed\"\n}", run(`{"status":"Running"}`, `{"status":"Failed"}`).Answer)
	_, err := validate.New(nil).Update(commsop.Operation{Status: commsop.StatusRunning}, []byte(`[]`))
	response, err := json.Marshal(validate.ODataError(err))
	require.NoError(t, err)
	require.JSONEq(t, string(response), run(`{"status":"Running"}`, `[]`).Answer, "what the server says")
	require.Empty(t, run(`{"status":1}`, `[]`).Answer, "no server has such an operation")
	require.Empty(t, run(`{"status":"Running"}`, `{`).Answer)

	v := run(`[]`, `{}`)
	require.Regexp(t, "^The stored operation [a-z]", v.Faults[0].Message, "the response's words are about the body")
}

func TestExamples(t *testing.T) {
	states := map[panel.State]int{}
	for _, e := range panel.Examples() {
		v := panel.Run(nil, []byte(e.Stored), []byte(e.Body))
		require.Equal(t, e.State, v.State, e.Name)
		require.Equal(t, e.State == panel.Accepted, len(v.Changes) > 0, e.Name)
		check(t, v, e.Stored, e.Body)
		states[e.State]++
	}
	require.Len(t, states, 3, "each state can be tried")
}

func TestViewHasNoNullLists(t *testing.T) {
	for _, body := range []string{`{}`, `[]`, `{`} {
		text, err := json.Marshal(panel.Run(nil, []byte(`{"status":"Running"}`), []byte(body)))
		require.NoError(t, err)
		require.NotContains(t, string(text), "null", "the page loops over them")
	}
}

// Deep, wide and long texts take time and memory in proportion.
func TestLargeTexts(t *testing.T) {
	deep := strings.Repeat(`{"a":[`, 4900) + strings.Repeat(`]}`, 4900)
	var wide strings.Builder
	for i := range 50_000 {
		fmt.Fprintf(&wide, "\"member%d\":\n%d,", i, i)
	}
	for name, body := range map[string]string{
		"deep": `{"status":"Completed","x":` + deep + `}`,
		"wide": `{` + wide.String() + `"status":"Completed"}`,
		"long": `{"status":"Completed","x":"` + strings.Repeat("é", 1<<19) + `"}`,
	} {
		start := time.Now()
		v := panel.Run(nil, []byte(`{"status":"Running"}`), []byte(body))
		require.Equal(t, panel.Accepted, v.State, name)
		require.Less(t, len(v.Answer), 2*len(body)+1000, name)
		require.Less(t, time.Since(start), 20*time.Second, name)
	}
}

// check reports what must hold for every view.
func check(t *testing.T, v panel.View, stored, body string) {
	t.Helper()
	inside := func(p panel.Place, text string) {
		units := utf16.Encode([]rune(text))
		require.LessOrEqual(t, 0, p.Start)
		require.LessOrEqual(t, p.Start, p.End)
		require.LessOrEqual(t, p.End, len(units))
		before := string(utf16.Decode(units[:p.Start]))
		require.Equal(t, strings.Count(before, "\n")+1, p.Line)
		require.GreaterOrEqual(t, p.Last, p.Line)
		require.LessOrEqual(t, p.Last, strings.Count(text, "\n")+1)
	}
	texts := map[panel.Input]string{panel.Stored: stored, panel.Body: body}
	for _, f := range v.Faults {
		require.Contains(t, texts, f.Input)
		require.NotEmpty(t, f.Code)
		require.NotEmpty(t, f.Message)
		inside(f.Place, texts[f.Input])
	}
	for _, d := range v.Ignored {
		inside(d.Place, body)
	}
	require.Equal(t, v.State != panel.Accepted, len(v.Faults) > 0)
	if v.State != panel.Accepted {
		require.Empty(t, v.Undo)
		return
	}
	for _, c := range v.Changes {
		require.Equal(t, c.Was == "", c.Kind == "added")
		require.Equal(t, c.Is == "", c.Kind == "removed")
		if c.Is == "" {
			continue
		}
		inside(c.Place, v.Answer)
		require.True(t, strings.HasSuffix(strings.Join(strings.Fields(selected(v.Answer, c.Place)), ""), strings.Join(strings.Fields(c.Is), "")), "%s is marked in the answer", c.Pointer)
	}
	if v.Undo == "" {
		require.True(t, len(v.Changes) == 0 || v.Note != "")
		return
	}
	back, err := patch.Apply([]byte(v.Answer), []byte(v.Undo))
	require.NoError(t, err)
	op, err := commsop.Decode([]byte(stored))
	require.NoError(t, err)
	was, err := op.AppendJSON(nil)
	require.NoError(t, err)
	same, err := patch.Equal(back, was)
	require.NoError(t, err)
	require.True(t, same, "%s does not take %s back to %s", v.Undo, v.Answer, was)
}

func FuzzRun(f *testing.F) {
	for _, e := range panel.Examples() {
		f.Add(e.Stored, e.Body, false)
		f.Add(e.Body, e.Stored, true)
	}
	f.Add(`{"status":"Running","x":{"a~b":[1,{"c":null}]}}`, `{"x":{"a~b":null,"/":{"":1e999}}}`, true)
	f.Fuzz(func(t *testing.T, stored, body string, drop bool) {
		options := validate.Options{RejectUnknownMembers: drop}
		if drop {
			options.ReadOnlyMode = validate.Ignore
		}
		v := panel.Run(&options, []byte(stored), []byte(body))
		check(t, v, string([]rune(stored)), string([]rune(body)))
	})
}
