package callback_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/stretchr/testify/require"

	"example.com/graphcomms/examples/bot/callback"
	"example.com/graphcomms/examples/server/node"
	"example.com/graphcomms/examples/server/store"
	"example.com/graphcomms/graphcommstest"
)

// A bot is a callback on a real listener, with its store and its log.
type bot struct {
	url   string
	store *store.Store
	log   *logged
}

// logged is a log that may be read at any time.
type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func start(t *testing.T, name string, maxBody int64) *bot {
	t.Helper()
	s, err := store.Open(t.Context(), name)
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	var log logged
	withoutTime := func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}
	server := httptest.NewServer(callback.New(s, maxBody, slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: withoutTime}))))
	t.Cleanup(server.Close)
	return &bot{server.URL + "/api/calls?secret=hunter2", s, &log}
}

// do sends a request with headers, "Name: value" a line.
func (b *bot) do(t *testing.T, method, header, body string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, b.url, strings.NewReader(body))
	require.NoError(t, err)
	request.Header.Set("Authorization", "Bearer hunter2")
	for line := range strings.Lines(header) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		request.Header.Add(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response, string(text)
}

const asJSON = "Content-Type: application/json; charset=utf-8\n"

// post sends notifications, and returns the status of the answer.
func (b *bot) post(t *testing.T, notifications ...string) int {
	response, body := b.do(t, "POST", asJSON, `{"@odata.type":"#microsoft.graph.commsNotifications","value":[`+strings.Join(notifications, ",")+`]}`)
	if response.StatusCode == 202 && body != "" {
		t.Errorf("a 202 with a body: %s", body)
	}
	return response.StatusCode
}

func note(change, resource, data string) string {
	return fmt.Sprintf(`{"@odata.type":"#microsoft.graph.commsNotification","changeType":%q,"resource":%q,"resourceUrl":%q,"resourceData":%s}`,
		change, "/app"+resource, "/communications"+resource, data)
}

// status returns the status of an operation, or "" if there is none.
func (b *bot) status(t *testing.T, call, id string) string {
	t.Helper()
	e, err := b.store.Get(t.Context(), call, id)
	if err != nil {
		require.ErrorIs(t, err, store.ErrNotFound)
		return ""
	}
	return e.Operation.Status.String()
}

// What a bot hears of a call in which it plays a prompt and records.
func TestCall(t *testing.T) {
	const call = "6f1f5c00-8c1b-47f1-be9d-660c501041a9"
	const prompt, record = "11cccef9-7eeb-4910-9189-977c0f0eae85", "fb8c7fa0-44c4-4244-b4f0-43fd56842c85"
	const path = "/calls/" + call
	running := note("updated", path+"/operations/FB8C7FA044C44244B4F043FD56842C85", `{"@odata.type":"#microsoft.graph.recordOperation","@odata.etag":"W/\"54451\"","status":"running","clientContext":"c0ntext"}`)
	recorded := note("deleted", path+"/operations/"+record, `{"@odata.type":"#microsoft.graph.recordOperation","status":"completed","clientContext":"c0ntext",
		"resultInfo":{"@odata.type":"#microsoft.graph.resultInfo","code":200,"subcode":0,"message":"m3ssage"},
		"recordingLocation":"https://l0cation.example.com","recordingAccessToken":"t0ken","id":"`+record+`"}`)
	b := start(t, "", 1<<20)
	for _, notification := range []string{
		note("created", path, `{"@odata.type":"#microsoft.graph.call","state":"establishing","id":"`+call+`","myParticipantId":"p"}`),
		note("updated", path+"/participants", `[{"@odata.type":"#microsoft.graph.participant","id":"p","info":{"identity":{"user":{"displayName":"n4me"}}}}]`),
		note("deleted", path+"/operations/"+prompt, `{"@odata.type":"#microsoft.graph.playPromptOperation","prompts":[{"mediaInfo":{"uri":"https://pr0mpt.example.com"}}],
			"completionReason":"completedSuccessfully","status":"completed","clientContext":"c0ntext","id":"`+prompt+`"}`),
		recorded, // before its progress
		running,
		recorded,
		note("deleted", path, `{"@odata.type":"#microsoft.graph.call","state":"terminated","resultInfo":{"code":"200","subcode":"5001"}}`),
	} {
		require.Equal(t, 202, b.post(t, notification))
	}
	require.Equal(t, 202, b.post(t, running, recorded, running), "and all at once")
	list, err := b.store.List(t.Context(), call)
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.Equal(t, "Completed", b.status(t, call, prompt))
	require.Equal(t, "Completed", b.status(t, call, record))
	e, err := b.store.Get(t.Context(), call, record)
	require.NoError(t, err)
	token, _ := e.Operation.AdditionalData.Text("recordingAccessToken")
	require.Equal(t, "t0ken", token, "the bot has it")

	log := b.log.String()
	want := "level=INFO msg=stored call=" + call + " operation.type=recordOperation operation.id=" + record + " operation.status=Running " +
		`operation.members="[clientContext @odata.etag]" outcome=known now=Completed` + "\n"
	require.Equal(t, 1, strings.Count(log, want), log)
	require.Equal(t, 2, strings.Count(log, "outcome=first"), log)
	require.Contains(t, log, "recordingAccessToken", "by name")
	requireNoSecrets(t, log)
}

func requireNoSecrets(t *testing.T, log string) {
	t.Helper()
	for _, secret := range []string{"t0ken", "l0cation", "c0ntext", "m3ssage", "n4me", "pr0mpt", "hunter2"} {
		require.NotContains(t, log, secret)
	}
}

// What is wrong is answered and logged without a value of it, too.
func TestNoSecretsInErrors(t *testing.T) {
	b := start(t, "", 1<<20)
	for _, body := range []string{
		`{"value":[` + note("deleted", "/calls/c/operations/1", `{"id":["t0ken"],"status":"completed","clientContext":{"x":"c0ntext"},"recordingAccessToken":"t0ken"}`) + `]}`,
		`{"value":[` + note("deleted", "/calls/c/operations/1", `{"status":"completed","recordingAccessToken":"t0ken`) + `]}`,
		`{"value":[` + note("deleted", "/calls/c/operations/1", `{"status":"completed","recordingAccessToken":"t0ken","recordingAccessToken":"t0ken"}`) + `]}`,
		`"t0ken"`,
	} {
		response, answer := b.do(t, "POST", asJSON, body)
		require.Equal(t, 400, response.StatusCode)
		requireNoSecrets(t, answer)
	}
	requireNoSecrets(t, b.log.String())

	for _, conflict := range []string{`{"status":"completed","recordingAccessToken":"t0ken"}`, `{"status":"failed","recordingAccessToken":"t0ken2"}`} {
		require.Equal(t, 202, b.post(t, note("deleted", "/calls/c/operations/1", conflict)))
	}
	require.Contains(t, b.log.String(), "level=WARN msg=\"stored one of two states that contradict each other\"")
	requireNoSecrets(t, b.log.String())
}

func TestRefused(t *testing.T) {
	errorBody := func(code, message, target string) string {
		if target != "" {
			target = `,"target":"` + target + `"`
		}
		return `{"error":{"code":"` + code + `","message":"` + message + `"` + target + `}}`
	}
	wrongType := errorBody("UnsupportedMediaType", "The body must be application/json, in UTF-8.", "")
	fine := `{"value":[` + note("updated", "/calls/c/operations/1", `{"status":"running"}`) + `]}`
	for _, test := range []struct {
		name, why    string
		method       string
		header, body string
		status       int
		want         string
		wantHeader   string
	}{
		{"fine", "what the others leave out", "POST", asJSON, fine, 202, "", ""},
		{"at the limit", "fits", "POST", asJSON, fine + strings.Repeat(" ", 1000-len(fine)), 202, "", ""},
		{"over the limit", "one byte more", "POST", asJSON, fine + strings.Repeat(" ", 1001-len(fine)), 413, errorBody("RequestEntityTooLarge", "The body is too large.", ""), ""},
		{"upper case", "types and charsets have none", "POST", "Content-Type: Application/JSON; charset=UTF-8", fine, 202, "", ""},
		{"get", "a callback is posted to", "GET", "", "", 405, errorBody("MethodNotAllowed", "Only POST is allowed here.", ""), "Allow: POST"},
		{"form", "not JSON", "POST", "Content-Type: application/x-www-form-urlencoded", "a=b", 415, wrongType, "Accept: application/json"},
		{"no type", "one is required", "POST", "", fine, 415, wrongType, ""},
		{"bad type", "cannot be read", "POST", "Content-Type: application/json; charset", fine, 415, wrongType, ""},
		{"UTF-16", "JSON is in UTF-8 (RFC 8259 section 8.1)", "POST", "Content-Type: application/json; charset=utf-16", fine, 415, wrongType, ""},
		{"compressed", "the service does not", "POST", asJSON + "Content-Encoding: gzip", "\x1f\x8b", 415, errorBody("UnsupportedMediaType", "The body must not be compressed.", ""), "Accept-Encoding: identity"},
		{"not JSON", "with its place", "POST", asJSON, `{"value":[{]}`, 400, errorBody("syntax", "The member at /value/0 is not valid JSON.", "/value/0"), ""},
		{"empty", "the same", "POST", asJSON, "", 400, errorBody("syntax", "The body is not valid JSON.", ""), ""},
		{"an operation", "is no notification", "POST", asJSON, `{"id":"1","status":"running"}`, 400, errorBody("required", "The member at /resourceUrl is required.", "/resourceUrl"), ""},
		{"wrong kinds", "all of them", "POST", asJSON, `{"value":[` + note("updated", "/calls/c/operations/1", `{"status":1,"clientContext":2,"resultInfo":{"code":"x"}}`) + `,{"changeType":"updated"}]}`, 400,
			`{"error":{"code":"BadRequest","message":"The request has 4 errors.","details":[
				{"code":"typeMismatch","message":"The member at /value/0/resourceData/clientContext must be a string.","target":"/value/0/resourceData/clientContext"},
				{"code":"typeMismatch","message":"The member at /value/0/resourceData/resultInfo/code must be an integer.","target":"/value/0/resourceData/resultInfo/code"},
				{"code":"typeMismatch","message":"The member at /value/0/resourceData/status must be a string.","target":"/value/0/resourceData/status"},
				{"code":"required","message":"The member at /value/1/resourceUrl is required.","target":"/value/1/resourceUrl"}]}}`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := start(t, "", 1000)
			response, body := b.do(t, test.method, test.header, test.body)
			require.Equal(t, test.status, response.StatusCode, "%s: %s", test.why, body)
			if test.status == 202 {
				require.Empty(t, body)
				require.Equal(t, "Running", b.status(t, "c", "1"))
				return
			}
			require.Equal(t, "application/json", response.Header.Get("Content-Type"))
			if report := graphcommstest.Diff([]byte(test.want), []byte(body)); report != "" {
				t.Errorf("%s: %s", test.why, report)
			}
			name, value, _ := strings.Cut(test.wantHeader, ": ")
			require.Equal(t, value, response.Header.Get(name))
			require.Empty(t, b.status(t, "c", "1"))
			require.Contains(t, b.log.String(), fmt.Sprintf("status=%d", test.status))
		})
	}
}

// A bad notification does not keep the bot from the good ones in its body.
func TestPartlyWrong(t *testing.T) {
	b := start(t, "", 1<<20)
	require.Equal(t, 400, b.post(t, note("updated", "/calls/c/operations/1", `{"id":"1","clientContext":1,"status":1}`), note("deleted", "/calls/c/operations/2", `{"status":"completed"}`)))
	require.Equal(t, "Completed", b.status(t, "c", "2"))
	require.Empty(t, b.status(t, "c", "1"))
	require.Regexp(t, `level=WARN msg="cannot read all of the body" .*/value/0/resourceData/clientContext.*/value/0/resourceData/status`, b.log.String())
}

// A body that ends before the length that it announced.
func TestEndedEarly(t *testing.T) {
	b := start(t, "", 1<<20)
	conn, err := net.Dial("tcp", strings.Split(b.url, "/")[2])
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "POST / HTTP/1.1\r\nHost: x\r\n"+strings.TrimSpace(asJSON)+"\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{}")
	require.NoError(t, err)
	require.NoError(t, conn.(*net.TCPConn).CloseWrite())
	answer, err := io.ReadAll(conn)
	require.NoError(t, err)
	require.Contains(t, string(answer), " 400 Bad Request\r\n")
	require.Contains(t, string(answer), `{"error":{"code":"BadRequest","message":"The body ended early."}}`)
}

// Callbacks at once bring the states of operations, each once, some in one body.
func TestAtOnce(t *testing.T) {
	b := start(t, "", 1<<20)
	const operations = 100
	var group sync.WaitGroup
	for _, s := range []string{"notStarted", "running", "completed", ""} {
		group.Go(func() {
			for id := range operations {
				data := fmt.Sprintf(`{"status":%q}`, s)
				if s == "" {
					data = `{}`
				}
				status := b.post(t, note("updated", fmt.Sprintf("/calls/c/operations/%d", id), data), note("updated", "/calls/c/operations/all", data))
				if status != 202 {
					t.Errorf("status %d", status)
				}
			}
		})
	}
	group.Wait()
	for id := range operations {
		require.Equal(t, "Completed", b.status(t, "c", fmt.Sprint(id)))
	}
	require.Equal(t, "Completed", b.status(t, "c", "all"))
}

// What the bot cannot store is the service's to send again; what it can is
// stored.
func TestStoreFails(t *testing.T) {
	n, err := node.Start(server.Options{Port: -1, StoreDir: t.TempDir()})
	require.NoError(t, err)
	defer node.Stop(n)
	b := start(t, n.ClientURL(), 32<<20)
	code := func(text string) string {
		var body struct{ Error struct{ Code string } }
		require.NoError(t, json.Unmarshal([]byte(text), &body))
		return body.Error.Code
	}
	large := note("updated", "/calls/c/operations/1", `{"status":"running","x":"`+strings.Repeat("x", 9<<20)+`"}`)
	bad := note("updated", "/calls/c/operations/2", `{"status":1}`)
	good := note("updated", "/calls/c/operations/3", `{"status":"running"}`)
	response, body := b.do(t, "POST", asJSON, `{"value":[`+large+`,`+bad+`,`+good+`]}`)
	require.Equal(t, 413, response.StatusCode)
	require.Equal(t, "RequestEntityTooLarge", code(body))
	require.Equal(t, "Running", b.status(t, "c", "3"))

	node.Stop(n)
	response, body = b.do(t, "POST", asJSON, `{"value":[`+bad+`,`+good+`]}`)
	require.Equal(t, 503, response.StatusCode)
	require.Equal(t, "ServiceUnavailable", code(body))
	require.Equal(t, "1", response.Header.Get("Retry-After"))

	b = start(t, "", 1<<20)
	require.NoError(t, b.store.Close())
	response, body = b.do(t, "POST", asJSON, `{"value":[`+good+`]}`)
	require.Equal(t, 500, response.StatusCode)
	if diff := cmp.Diff(`{"error":{"code":"InternalServerError","message":"The bot failed."}}`, body); diff != "" {
		t.Error(diff)
	}
	require.Contains(t, b.log.String(), `level=ERROR msg="not stored"`)
}
