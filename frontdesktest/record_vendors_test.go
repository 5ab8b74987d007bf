package frontdesktest_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// The personal values that the tests put into the fakes.
const (
	realName    = "Zinaida Quux-Brown"
	realEmail   = "Zinaida.Quux+shop@mail.example.org"
	realPhone   = "+44 20 7946 0958"
	realCompany = "Quux & Söhne \"West\" GmbH"
	realNote    = "She lives behind the old mill; don't call before noon."
)

var realValues = []string{realName, realEmail, realPhone, "442079460958", realCompany, realNote}

// spellings are the forms in which a value may be written.
func spellings(value string) []string {
	quoted, _ := json.Marshal(value)
	return []string{
		value, url.QueryEscape(value), url.PathEscape(value), strings.Trim(string(quoted), `"`),
		base64.StdEncoding.EncodeToString([]byte(value)), base64.RawURLEncoding.EncodeToString([]byte(value)),
	}
}

// recordings returns the texts of the files in dir, by name.
func recordings(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	files := make(map[string]string)
	for _, entry := range entries {
		data, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		require.NoError(t, err)
		assert.True(t, json.Valid(data), "%s is no JSON", entry.Name())
		files[entry.Name()] = string(data)
	}
	return files
}

// assertClean looks for values in all their spellings, in all files and names.
func assertClean(t *testing.T, dir string, values ...string) {
	t.Helper()
	files := recordings(t, dir)
	require.NotEmpty(t, files)
	for name, text := range files {
		for _, value := range values {
			for _, form := range spellings(value) {
				shown := strings.Contains(strings.ToLower(name+text), strings.ToLower(form))
				assert.False(t, shown, "%s shows %q as %q", name, value, form)
			}
		}
	}
}

// socketTransport is a transport of its own, without connections left at the end.
func socketTransport(t *testing.T) *http.Transport {
	transport := &http.Transport{DisableKeepAlives: true}
	t.Cleanup(transport.CloseIdleConnections)
	return transport
}

func through(transport http.RoundTripper) frontdesk.Option {
	return frontdesk.WithHTTPClient(&http.Client{Transport: transport})
}

// scene is what a client of a vendor does. play returns what the client saw.
type scene struct {
	// serve starts the fake and returns its address.
	serve func(t *testing.T) (base string)
	play  func(t *testing.T, base string, transport http.RoundTripper) any
	// secrets must not be in the recording.
	secrets []string
	files   int
}

var scenes = map[string]scene{
	"helpcrunch":           {serveHelpCrunch, playHelpCrunch, []string{helpcrunchtest.APIKey}, 7},
	"salesman, JSON":       {serveSalesMan, playSalesMan(), []string{salesmantest.APIKey, salesmantest.Login}, 4},
	"salesman, form":       {serveSalesMan, playSalesMan(salesman.WithForm()), []string{salesmantest.APIKey, salesmantest.Login}, 4},
	"liveagent, JSON":      {serveLiveAgent, playLiveAgent(), []string{liveagenttest.APIKey}, 4},
	"liveagent, XML":       {serveLiveAgent, playLiveAgent(liveagent.WithXML()), []string{liveagenttest.APIKey}, 4},
	"comagic, permanent":   {serveCoMagic, playCoMagic(comagic.AccessToken(comagictest.Token)), []string{comagictest.Token}, 2},
	"comagic, own session": {serveCoMagic, playCoMagic(comagic.Login(comagictest.User, comagictest.Password)), []string{comagictest.User, comagictest.Password}, 4},
}

// TestRecorder_ARecordingHasNoCredentialAndNobodyAndReplaysEqual records each
// vendor over a real socket, searches the files, and plays them to a new client.
func TestRecorder_ARecordingHasNoCredentialAndNobodyAndReplaysEqual(t *testing.T) {
	for name, scene := range scenes {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			rec, err := frontdesktest.NewRecorder(dir, socketTransport(t))
			require.NoError(t, err)
			base := scene.serve(t)
			recorded := scene.play(t, base, rec)
			require.NoError(t, rec.Close())
			require.Len(t, recordings(t, dir), scene.files)
			assertClean(t, dir, append(scene.secrets, realValues...)...)

			replay := frontdesktest.NewTestReplayer(t, os.DirFS(dir))
			assertSame(t, recorded, scene.play(t, "http://localhost/"+pathOf(base), replay))
		})
	}
}

func pathOf(base string) string {
	u, _ := url.Parse(base)
	return strings.Trim(u.Path, "/")
}

// anonymous is a result as a tree whose texts are put aside where the recording
// may have replaced them; what stays are ids, times, figures, states and shapes.
// assertSame demands that a replayed result is the recorded one, but for texts
// that the recording made up: of these the same for the same.
func assertSame(t *testing.T, recorded, replayed any) {
	t.Helper()
	made := make(map[string]string)
	sameTrees(t, "result", tree(t, recorded), tree(t, replayed), made)
	assert.Greater(t, len(made), 1, "texts that were made up")
}

func tree(t *testing.T, v any) any {
	t.Helper()
	data, err := json.Marshal(v)
	require.NoError(t, err)
	var tree any
	require.NoError(t, json.Unmarshal(data, &tree))
	return tree
}

func sameTrees(t *testing.T, at string, recorded, replayed any, made map[string]string) {
	t.Helper()
	switch recorded := recorded.(type) {
	case map[string]any:
		replayed, _ := replayed.(map[string]any)
		require.Len(t, replayed, len(recorded), at)
		for name := range recorded {
			sameTrees(t, at+"."+name, recorded[name], replayed[name], made)
		}
	case []any:
		replayed, _ := replayed.([]any)
		require.Len(t, replayed, len(recorded), at)
		for i := range recorded {
			sameTrees(t, at, recorded[i], replayed[i], made)
		}
	case string:
		text, _ := replayed.(string)
		if recorded == text {
			return
		}
		assert.Regexp(t, `^(person-\d+@example\.com|\+?1\d+|(Person|Text|Address) \d+|https://example\.com/link-\d+|192\.0\.2\.\d+|REDACTED|, )+$`, text, at)
		if was, ok := made[recorded]; ok {
			assert.Equal(t, was, text, at)
		}
		made[recorded] = text
	default:
		assert.Equal(t, recorded, replayed, at)
	}
}

func serveHelpCrunch(t *testing.T) string {
	return helpcrunchtest.NewServer(t).URL()
}

func playHelpCrunch(t *testing.T, base string, transport http.RoundTripper) any {
	client, err := helpcrunch.New(helpcrunchtest.APIKey, frontdesk.WithBaseURL(base), through(transport))
	require.NoError(t, err)
	defer client.Close()
	ctx := t.Context()
	created, err := client.Customers.Create(ctx, &helpcrunch.CustomerCreateParams{
		Name: realName, Email: realEmail, Phone: realPhone, Company: realCompany, Notes: realNote, UserID: "u-1",
		CustomData: helpcrunch.CustomData{"Favourite": realNote},
	})
	require.NoError(t, err)
	found, err := client.Customers.Search(ctx, &helpcrunch.CustomerSearchParams{
		Filter: helpcrunch.And(helpcrunch.CustomerFieldEmail.Is(realEmail)),
	})
	require.NoError(t, err)
	require.Len(t, found.Items, 1)
	assert.Equal(t, created.Email, found.Items[0].Email, "what was one person still is")
	chat, err := client.Chats.Create(ctx, &helpcrunch.ChatCreateParams{Customer: created.ID, Application: helpcrunchtest.SeedApplicationID})
	require.NoError(t, err)
	message, err := client.Messages.Create(ctx, &helpcrunch.MessageCreateParams{Chat: chat.ID, Text: realNote, Type: helpcrunch.MessageTypePrivate})
	require.NoError(t, err)
	messages, err := client.Messages.List(ctx, chat.ID, nil)
	require.NoError(t, err)
	_, missing := client.Customers.Get(ctx, 999_999)
	require.ErrorIs(t, missing, frontdesk.ErrNotFound)
	require.NoError(t, client.Customers.Delete(ctx, created.ID))
	return []any{created, found, message, messages, codeOf(missing)}
}

func codeOf(err error) any {
	e, _ := err.(*frontdesk.Error)
	return []any{e.Kind, string(e.Code), e.Message, e.HTTPStatus}
}

func serveSalesMan(t *testing.T) string {
	return salesmantest.NewServer(t).URL()
}

func playSalesMan(opts ...frontdesk.Option) func(*testing.T, string, http.RoundTripper) any {
	return func(t *testing.T, base string, transport http.RoundTripper) any {
		opts := append([]frontdesk.Option{through(transport), frontdesk.WithLocation(time.UTC)}, opts...)
		client, err := salesman.New(base, salesmantest.Login, salesmantest.APIKey, opts...)
		require.NoError(t, err)
		defer client.Close()
		ctx := t.Context()
		added, err := client.Contacts.Add(ctx, &salesman.ContactCreateParams{
			Name: realName, Email: realEmail, Mobile: realPhone + ", +44 20 7946 0959", JobTitle: realNote,
		})
		require.NoError(t, err)
		info, err := client.Contacts.Get(ctx, added.ID, nil)
		require.NoError(t, err)
		list, err := client.Contacts.List(ctx, nil)
		require.NoError(t, err)
		deleted, err := client.Contacts.DeleteUnchecked(ctx, added.ID)
		require.NoError(t, err)
		return []any{added.ID, info, list, deleted}
	}
}

func serveLiveAgent(t *testing.T) string {
	return liveagenttest.NewServer(t).URL()
}

func playLiveAgent(opts ...frontdesk.Option) func(*testing.T, string, http.RoundTripper) any {
	return func(t *testing.T, base string, transport http.RoundTripper) any {
		opts := append([]frontdesk.Option{through(transport), frontdesk.WithLocation(time.UTC)}, opts...)
		client, err := liveagent.New(base, liveagenttest.APIKey, opts...)
		require.NoError(t, err)
		defer client.Close()
		ctx := t.Context()
		registered, err := client.Customers.Register(ctx, &liveagent.CustomerRegisterParams{
			Email: realEmail, Name: realName, CustomFields: liveagent.CustomFields{{Code: "hobby", Value: realNote}},
		})
		require.NoError(t, err)
		got, err := client.Customers.Get(ctx, realEmail)
		require.NoError(t, err)
		assert.Equal(t, registered.ContactID, got.ContactID)
		list, err := client.Customers.List(ctx, &liveagent.CustomerListParams{Email: realEmail})
		require.NoError(t, err)
		_, missing := client.Customers.Get(ctx, "nobody")
		require.ErrorIs(t, missing, frontdesk.ErrNotFound)
		return []any{registered, got, list, codeOf(missing)}
	}
}

var moscow = time.FixedZone("UTC+3", 3*60*60)

func serveCoMagic(t *testing.T) string {
	srv := comagictest.NewServer(t)
	for id := range int64(120) {
		srv.PutCalls(comagic.CallsReportRow{
			ID:                 id + 1,
			StartTime:          frontdesk.Some(time.Date(2026, 3, 1, 9, 0, int(id), 0, moscow)),
			ContactPhoneNumber: "442079460958", ContactFullName: realName,
		})
	}
	return srv.URL()
}

func playCoMagic(auth comagic.Auth) func(*testing.T, string, http.RoundTripper) any {
	return func(t *testing.T, base string, transport http.RoundTripper) any {
		client, err := comagic.New(auth, frontdesk.WithBaseURL(base), through(transport))
		require.NoError(t, err)
		params := &comagic.CallsReportParams{
			Fields:   []string{"id", "start_time", "contact_phone_number", "contact_full_name"},
			DateFrom: time.Date(2026, 3, 1, 0, 0, 0, 0, moscow), DateTill: time.Date(2026, 3, 2, 0, 0, 0, 0, moscow),
		}
		var rows []comagic.CallsReportRow
		for row, err := range client.Reports.AllCalls(context.WithoutCancel(t.Context()), params) {
			require.NoError(t, err)
			rows = append(rows, row)
		}
		require.Len(t, rows, 120)
		params.Filter = comagic.Equal("contact_phone_number", "442079460958")
		page, err := client.Reports.ListCalls(t.Context(), params)
		require.NoError(t, err)
		require.NoError(t, client.Close())
		return []any{rows, page}
	}
}
