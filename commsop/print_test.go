package commsop_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"testing"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
	"github.com/stretchr/testify/require"
)

// printed returns what package fmt and package slog make of v, by itself and
// within other values.
func printed(t testing.TB, v any) map[string]string {
	type holder struct {
		V any
		M map[string]any
		S []any
	}
	all := map[string]string{}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		all[verb] = fmt.Sprintf(verb, v)
		all[verb+" nested"] = fmt.Sprintf(verb, holder{v, map[string]any{"k": v}, []any{v}})
	}
	var text, js bytes.Buffer
	slog.New(slog.NewTextHandler(&text, nil)).Info("m", "v", v)
	slog.New(slog.NewJSONHandler(&js, nil)).Info("m", slog.Group("g", "v", v))
	all["slog text"], all["slog JSON"] = text.String(), js.String()
	return all
}

// Views print the names of their members, and no value that may be secret.
func TestViewsPrintNoSecrets(t *testing.T) {
	record := commsop.Record{
		RecordingLocation:    patch.Set("SECRET-place"),
		RecordingAccessToken: patch.Set("SECRET-token"),
		CompletionReason:     patch.Set(commsop.RecordStopToneDetected),
	}
	user := commsop.Identity{
		ID: patch.Set("SECRET-id"), DisplayName: patch.Set("SECRET-name"), TenantID: patch.Null[string](),
		AdditionalData: odata.Members{member("secretHandshake", "1234567")},
	}
	set := commsop.IdentitySet{User: patch.Set(user), Phone: patch.Set(commsop.Identity{ID: patch.Set("SECRET-phone")})}
	participant := commsop.InvitationParticipantInfo{Identity: patch.Set(set), Hidden: patch.Set(true)}
	invite := commsop.InviteParticipants{Participants: patch.Set([]commsop.InvitationParticipantInfo{participant})}
	mute := commsop.MuteParticipants{Participants: patch.Set([]string{"SECRET-id"})}
	type values struct { // as fields of a struct of the caller's
		R  commsop.Record
		I  commsop.InviteParticipants
		P  *commsop.Record
		M  map[string]commsop.Identity
		S  []commsop.IdentitySet
		SP []*commsop.MuteParticipants
	}
	for _, row := range []struct {
		name  string
		v     any
		shown []string
	}{
		{"record", record, []string{"recordOperation", "stopToneDetected", "recordingLocation", "recordingAccessToken"}},
		{"pointer to a record", &record, []string{"stopToneDetected", "recordingLocation", "recordingAccessToken"}},
		{"identity", user, []string{"identity", "id", "displayName", "tenantId", "secretHandshake"}},
		{"set", set, []string{"communicationsIdentitySet", "user", "phone"}},
		{"participant", participant, []string{"invitationParticipantInfo", "identity", "hidden"}},
		{"invite", invite, []string{"inviteParticipantsOperation", "participants"}},
		{"mute", mute, []string{"muteParticipantsOperation", "participants"}},
		{"pointer to a set", &set, []string{"user", "phone"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			for how, s := range printed(t, row.v) {
				require.NotContains(t, s, "SECRET", how)
				require.NotContains(t, s, "1234567", how)
				for _, name := range row.shown {
					require.Contains(t, s, name, how)
				}
			}
		})
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		v := values{record, invite, &record, map[string]commsop.Identity{"k": user}, []commsop.IdentitySet{set}, []*commsop.MuteParticipants{&mute}}
		require.NotContains(t, fmt.Sprintf(verb, v), "SECRET", verb)
		require.NotContains(t, fmt.Sprintf(verb, &v), "SECRET", verb)
	}
}

// The texts themselves.
func TestViewsPrint(t *testing.T) {
	for _, row := range []struct {
		name, why string
		v         fmt.Stringer
		want      string
	}{
		{"record", "the reason is no secret", commsop.Record{RecordingAccessToken: patch.Null[string](), CompletionReason: patch.Set(commsop.RecordStopToneDetected)},
			"commsop.Record{type=recordOperation completionReason=stopToneDetected members=[recordingAccessToken]}"},
		{"null reason", "null is not absent", commsop.Record{CompletionReason: patch.Null[commsop.RecordCompletionReason]()},
			"commsop.Record{type=recordOperation completionReason=null}"},
		{"zero", "nothing is set", commsop.Record{}, "commsop.Record{type=recordOperation}"},
		{"set to its zero", "an empty text is a value", commsop.Identity{ID: patch.Set("")}, "commsop.Identity{type=identity members=[id]}"},
		{"additional", "names only, in their order", commsop.IdentitySet{User: patch.Null[commsop.Identity](), AdditionalData: odata.Members{member("z", "1"), member("@odata.type", "2")}},
			"commsop.IdentitySet{type=communicationsIdentitySet members=[user z @odata.type]}"},
		{"hostile", "a text from outside writes no line of its own, and no member", commsop.Record{CompletionReason: patch.Set[commsop.RecordCompletionReason]("a\nb=c")},
			`commsop.Record{type=recordOperation completionReason="a\nb=c"}`},
		{"hostile name", "nor does a name", commsop.Identity{AdditionalData: odata.Members{member("a b", "1"), member("]}", "1"), member("", "1"), member("é", "1"), member(`\"`, "1"), member("\x7f", "1")}},
			`commsop.Identity{type=identity members=["a b" "]}" "" "é" "\\\"" "\x7f"]}`},
	} {
		require.Equal(t, row.want, row.v.String(), "%s: %s", row.name, row.why)
		require.Equal(t, row.want, fmt.Sprintf("%v", row.v))
		require.Equal(t, row.want, fmt.Sprintf("%#v", row.v))
	}

	v := commsop.Record{RecordingLocation: patch.Set("x"), CompletionReason: patch.Set(commsop.RecordStopToneDetected)}.LogValue()
	var keys []string
	for _, a := range v.Group() {
		keys = append(keys, a.Key)
	}
	require.Equal(t, []string{"type", "completionReason", "members"}, keys, "attributes that a handler can tell apart")
	require.Equal(t, []string{"recordingLocation"}, v.Group()[2].Value.Any())
	require.Len(t, commsop.Record{}.LogValue().Group(), 1, "what is not there is left out")
}

// Operations, patches, pages and notifications show what they are and how they
// stand, and of everything else the names.
func TestOperationsPrintNoSecrets(t *testing.T) {
	const text = `{"@odata.type":"#microsoft.graph.recordOperation","id":"op-1","status":"completed","clientContext":"SECRET-context","resultInfo":{"code":"200","subcode":7,"message":"SECRET-message","x":"SECRET-x"},"recordingAccessToken":"SECRET-token","gone":null}`
	page, err := commsop.DecodePage([]byte(`{"value":[` + text + `],"@odata.nextLink":"SECRET-link"}`))
	require.NoError(t, err)
	var n commsop.Notification
	require.NoError(t, n.UnmarshalJSON([]byte(`{"changeType":"Deleted","resourceUrl":"/calls/SECRET-call","resourceData":`+text+`}`)))
	ns, err := commsop.DecodeNotifications([]byte(`{"value":[{"resourceData":` + text + `}],"validationTokens":["SECRET-token"]}`))
	require.NoError(t, err)
	for _, row := range []struct {
		v    any
		want string
	}{
		{page.Value[0], `commsop.Operation{type=recordOperation id=op-1 status=Completed code=200 subcode=7 members=[clientContext recordingAccessToken gone]}`},
		{decodePatch(t, text), `commsop.Patch{type=recordOperation id=op-1 status=Completed code=200 subcode=7 members=[clientContext recordingAccessToken gone]}`},
		{decodePatch(t, `{"status":null,"resultInfo":{"code":0}}`), `commsop.Patch{status=null code=0}`},
		{decodePatch(t, `{"resultInfo":{"subcode":0}}`), `commsop.Patch{subcode=0}`},
		{decodePatch(t, `{"resultInfo":null}`), `commsop.Patch{members=[resultInfo]}`},
		{decodePatch(t, `{"resultInfo":{"message":"SECRET-message"}}`), `commsop.Patch{members=[resultInfo]}`},
		{commsop.Operation{}, `commsop.Operation{}`},
		{page, `commsop.Page{operations=1 members=[@odata.nextLink]}`},
		{n, `commsop.Notification{changeType=deleted members=[resourceData]}`},
		{ns, `commsop.Notifications{notifications=1 members=[validationTokens]}`},
	} {
		require.Equal(t, row.want, fmt.Sprint(row.v))
		for how, out := range printed(t, row.v) {
			require.NotContains(t, out, "SECRET", how)
		}
	}
	require.Equal(t, fmt.Sprint(page.Value[0]), fmt.Sprintf("%+v", &page.Value[0]), "a pointer, too")
	require.Equal(t, `patch.Set(`+fmt.Sprint(page.Value[0])+`)`, fmt.Sprintf("%#v", patch.Set(page.Value[0])), "in a field, too")
}
