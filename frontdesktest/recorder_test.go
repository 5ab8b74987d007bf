package frontdesktest_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

// answering is a server that always answers the same.
func answering(t *testing.T, contentType, body string) *frontdesktest.Server {
	srv := frontdesktest.New(frontdesktest.Config{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = io.WriteString(w, body)
	})})
	t.Cleanup(srv.Close)
	return srv
}

// recordTo returns a recorder in a folder of its own.
func recordTo(t *testing.T, next http.RoundTripper, opts ...frontdesktest.RecorderOption) (rec *frontdesktest.Recorder, dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "recordings")
	rec, err := frontdesktest.NewRecorder(dir, next, opts...)
	require.NoError(t, err)
	return rec, dir
}

func clientOf(transport http.RoundTripper) *http.Client { return &http.Client{Transport: transport} }

// only returns the text of the only file in dir.
func only(t *testing.T, dir string) string {
	t.Helper()
	files := recordings(t, dir)
	require.Len(t, files, 1)
	for _, text := range files {
		return text
	}
	return ""
}

func TestRecorder_BodiesOfUnknownFormAreReplacedUnlessKept(t *testing.T) {
	pdf := "%PDF-1.7\n\xff\xfe" + realName
	crash := "<br />\n<b>Fatal error</b>:  Uncaught TypeError for " + realName + " in /srv/crm.php<br />"
	tests := []struct {
		name, contentType, body string
		opts                    []frontdesktest.RecorderOption
		replayed                string
	}{
		{"PDF", "application/pdf", pdf, nil, "%PDF-1.4\n% 29 bytes dropped by the recorder\n%%EOF"},
		{"PDF, kept", "application/pdf", pdf, []frontdesktest.RecorderOption{frontdesktest.WithOpaqueBodies()}, pdf},
		{"image", "image/png", "\x89PNG\xff\xfe", nil, "6 bytes dropped by the recorder"},
		{"web page", "text/html", "<p>" + realName, nil, "<html><body>21 bytes dropped by the recorder</body></html>"},
		{"web page, kept", "text/html", "<p>" + realEmail, []frontdesktest.RecorderOption{frontdesktest.WithOpaqueBodies()}, "<p>person-1@example.com"},
		{"crash of PHP", "application/json", crash, nil, "<br />\n<b>Fatal error</b>: 91 bytes dropped by the recorder<br />"},
		{"JSON, then a crash", "application/json", `{"id":1}` + crash, nil, `{"id":1}` + "<br />\n<b>Fatal error</b>: 91 bytes dropped by the recorder<br />"},
		{"text", "text/plain", "of " + realName, nil, "21 bytes dropped by the recorder"},
		{"nothing", "text/plain", "", nil, ""},
		{"JSON that breaks off", "application/json", `{"id":1,"rows":[{"email":"` + realEmail + `"},{"em`, nil, `{"id":1,"rows":[{"email":"person-1@example.com"},{`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := answering(t, tt.contentType, tt.body)
			rec, dir := recordTo(t, srv.Transport(), tt.opts...)
			live := do(clientOf(rec), http.MethodGet, srv.BaseURL())
			assert.Equal(t, tt.body, live.body, "the client has what came")
			require.NoError(t, rec.Close())

			replayed := do(clientOf(frontdesktest.NewTestReplayer(t, os.DirFS(dir))), http.MethodGet, srv.BaseURL())
			assert.Equal(t, tt.replayed, replayed.body)
			assert.Equal(t, tt.contentType, replayed.header.Get("Content-Type"))
			if len(tt.opts) == 0 {
				assertClean(t, dir, realName, realEmail)
			}
		})
	}
}

func TestRecorder_CompressedRepliesAreRecordedPlain(t *testing.T) {
	srv := frontdesktest.New(frontdesktest.Config{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		zw := gzip.NewWriter(w)
		fmt.Fprintf(zw, `{"email":%q}`, realEmail)
		_ = zw.Close()
	})})
	defer srv.Close()
	for _, asked := range []string{"", "gzip"} { // by the transport, and by the client itself
		t.Run("Accept-Encoding: "+asked, func(t *testing.T) {
			rec, dir := recordTo(t, socketTransport(t))
			req, err := http.NewRequest(http.MethodGet, srv.URL(), nil)
			require.NoError(t, err)
			if asked != "" {
				req.Header.Set("Accept-Encoding", asked)
			}
			res, err := rec.RoundTrip(req)
			require.NoError(t, err)
			var in io.Reader = res.Body
			if asked != "" {
				in, err = gzip.NewReader(res.Body)
				require.NoError(t, err)
			}
			body, err := io.ReadAll(in)
			require.NoError(t, err)
			require.NoError(t, res.Body.Close())
			assert.Contains(t, string(body), realEmail)
			require.NoError(t, rec.Close())

			assert.NotContains(t, only(t, dir), "gzip")
			x := do(clientOf(frontdesktest.NewTestReplayer(t, os.DirFS(dir))), http.MethodGet, "http://localhost/")
			assert.Equal(t, `{"email":"person-1@example.com"}`, x.body)
		})
	}
}

func TestRecorder_AReplyAboveTheCapFailsAndIsNotWritten(t *testing.T) {
	bomb := bytes.Buffer{}
	zw := gzip.NewWriter(&bomb)
	_, _ = zw.Write(make([]byte, 1<<20))
	_ = zw.Close()
	tests := []struct{ name, encoding, body, said string }{
		{"plain", "", `"` + strings.Repeat("x", 2000) + `"`, "larger than 1500 bytes"},
		{"compressed", "gzip", bomb.String(), "too large when decompressed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := frontdesktest.New(frontdesktest.Config{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["Content-Encoding"] = []string{tt.encoding}
				_, _ = io.WriteString(w, tt.body)
			})})
			defer srv.Close()
			rec, dir := recordTo(t, srv.Transport(), frontdesktest.WithMaxBody(1500))
			req, err := http.NewRequest(http.MethodGet, srv.BaseURL(), nil)
			require.NoError(t, err)
			req.Header.Set("Accept-Encoding", "gzip")
			res, err := rec.RoundTrip(req)
			require.NoError(t, err)
			_, err = io.ReadAll(res.Body)
			assert.ErrorContains(t, err, tt.said)
			require.NoError(t, res.Body.Close())
			assert.ErrorContains(t, rec.Close(), tt.said)
			assert.Empty(t, recordings(t, dir))
		})
	}
}

// TestRecorder_ACredentialThatAHookPutsBackIsNotWritten: the last look is by
// value, at the finished text.
func TestRecorder_ACredentialThatAHookPutsBackIsNotWritten(t *testing.T) {
	const key = "key-of-nobody-42"
	srv := answering(t, "application/json", `{"id":1}`)
	hooks := map[string]func(*frontdesktest.Recording){
		"in the path":         func(r *frontdesktest.Recording) { r.Request.Path += "/" + key },
		"in the body, hidden": func(r *frontdesktest.Recording) { r.Response.Body = []byte("\xff" + key) },
	}
	for name, hook := range hooks {
		t.Run(name, func(t *testing.T) {
			rec, dir := recordTo(t, srv.Transport(), frontdesktest.WithScrub(hook))
			x := do(clientOf(rec), http.MethodGet, srv.BaseURL()+"/?apikey="+key)
			assert.ErrorContains(t, x.bodyErr, "a credential is still in it")
			assert.NotContains(t, x.bodyErr.Error(), key)
			assert.Error(t, rec.Close())
			assert.Empty(t, recordings(t, dir))
		})
	}
}

func TestRecorder_CredentialsAreFoundInEveryPlace(t *testing.T) {
	const key = "k3y/of+nobody=42"
	srv := answering(t, "application/json", `{"echo":"`+key+`","session":{"access_token":"s3ssion-of-nobody"}}`)
	places := map[string]func(*http.Request){
		"bearer": func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+key) },
		"basic":  func(r *http.Request) { r.SetBasicAuth("somebody", key) },
		"apikey": func(r *http.Request) { r.Header["apikey"] = []string{key} },
		"Login":  func(r *http.Request) { r.Header.Set("Login", key) },
		"cookie": func(r *http.Request) { r.Header.Set("Cookie", "sid="+key) },
		"query":  func(r *http.Request) { r.URL.RawQuery = "apikey=k3y%2Fof%2bnobody%3D42" },
		"form": func(r *http.Request) {
			setBody(r, "application/x-www-form-urlencoded", "a=1&apikey=k3y%2Fof%2Bnobody%3D42")
		},
		"login":    func(r *http.Request) { setBody(r, "application/json", `{"login":"`+key+`"}`) },
		"JSON-RPC": func(r *http.Request) { setBody(r, "application/json", `{"params":{"access_token":"`+key+`"}}`) },
		"password": func(r *http.Request) { setBody(r, "application/json", `{"params":{"user":{"password":"`+key+`"}}}`) },
		"XML":      func(r *http.Request) { setBody(r, "text/xml", `<?xml version="1.0"?><a><apikey>`+key+`</apikey></a>`) },
		"multipart": func(r *http.Request) {
			setBody(r, "multipart/form-data; boundary=xyz", "--xyz\r\nContent-Disposition: form-data; name=\"apikey\"\r\n\r\n"+key+"\r\n--xyz--\r\n")
		},
	}
	for name, put := range places {
		t.Run(name, func(t *testing.T) {
			rec, dir := recordTo(t, srv.Transport())
			req, err := http.NewRequest(http.MethodPost, srv.BaseURL()+"/x", nil)
			require.NoError(t, err)
			put(req)
			res, err := rec.RoundTrip(req)
			require.NoError(t, err)
			_, err = io.ReadAll(res.Body)
			require.NoError(t, err)
			require.NoError(t, rec.Close())
			assertClean(t, dir, key, "s3ssion-of-nobody")
			assert.Contains(t, only(t, dir), `"echo": "REDACTED"`)
		})
	}
}

func setBody(r *http.Request, contentType, body string) {
	r.Header.Set("Content-Type", contentType)
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
}

func TestRecorder_OptionsExtendTheRules(t *testing.T) {
	srv := answering(t, "application/json", `{"name":"VIP","shoe_size":"large feet","pin":"9876","X":"by-value-42","tel":"+44 20 7946 0958"}`)
	rec, dir := recordTo(t, srv.Transport(),
		frontdesktest.WithFields(frontdesktest.FieldKeep, "Name"),
		frontdesktest.WithFields(frontdesktest.FieldText, "shoeSize"),
		frontdesktest.WithFields(frontdesktest.FieldSecret, "pin"),
		frontdesktest.WithSecrets("by-value-42"),
		frontdesktest.WithHeaders("content-language"),
		frontdesktest.WithScrub(func(r *frontdesktest.Recording) { r.Response.Header.Set("X-Added", "by hook") }),
	)
	do(clientOf(rec), http.MethodGet, srv.BaseURL())
	require.NoError(t, rec.Close())
	x := do(clientOf(frontdesktest.NewTestReplayer(t, os.DirFS(dir))), http.MethodGet, srv.BaseURL())
	assert.JSONEq(t, `{"name":"VIP","shoe_size":"Text 1","pin":"REDACTED","X":"REDACTED","tel":"+12005550100"}`, x.body)
	assert.Equal(t, "by hook", x.header.Get("X-Added"))
}

func TestRecorder_AFolderWithRecordingsIsNotMixedUp(t *testing.T) {
	srv := answering(t, "application/json", `{}`)
	rec, dir := recordTo(t, srv.Transport())
	do(clientOf(rec), http.MethodGet, srv.BaseURL()+"/one")
	do(clientOf(rec), http.MethodGet, srv.BaseURL()+"/two")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "notes.json"), []byte(`"mine"`), 0o600))

	_, err := frontdesktest.NewRecorder(dir, srv.Transport())
	assert.ErrorContains(t, err, "WithOverwrite")
	again, err := frontdesktest.NewRecorder(dir, srv.Transport(), frontdesktest.WithOverwrite())
	require.NoError(t, err)
	do(clientOf(again), http.MethodGet, srv.BaseURL()+"/three")
	files := recordings(t, dir)
	assert.Contains(t, files, "0001-get-three.json")
	assert.Contains(t, files, "notes.json")
	assert.Len(t, files, 2)
}

func TestRecorder_CloseTellsWhatIsOpenAndEndsIt(t *testing.T) {
	srv := answering(t, "application/json", `{}`)
	rec, _ := recordTo(t, srv.Transport())
	res, err := clientOf(rec).Get(srv.BaseURL())
	require.NoError(t, err)
	assert.ErrorContains(t, rec.Close(), "1 replies were neither read")
	require.NoError(t, res.Body.Close())
	require.NoError(t, rec.Close())
	assert.ErrorContains(t, do(clientOf(rec), http.MethodPost, srv.BaseURL()).err, "closed")
}

// TestRecorder_RecordsConcurrently runs under -race: each exchange has its file,
// and one person one pseudonym.
func TestRecorder_RecordsConcurrently(t *testing.T) {
	srv := helpcrunchtest.NewServer(t, helpcrunchtest.WithQuota(0, 0))
	rec, dir := recordTo(t, srv.Transport())
	client := srv.Client(through(rec))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 10 {
				_, err := client.Customers.Get(t.Context(), helpcrunchtest.SeedCustomerID)
				assert.NoError(t, err)
			}
		})
	}
	wg.Wait()
	require.NoError(t, rec.Close())
	files := recordings(t, dir)
	require.Len(t, files, 80)
	texts := make(map[string]bool)
	for _, text := range files {
		texts[text] = true
	}
	assert.Len(t, texts, 1, "equal exchanges have equal files")

	replay := frontdesktest.NewTestReplayer(t, os.DirFS(dir))
	player := srv.Client(through(replay))
	for range 8 {
		wg.Go(func() {
			for range 10 {
				_, err := player.Customers.Get(t.Context(), helpcrunchtest.SeedCustomerID)
				assert.NoError(t, err)
			}
		})
	}
	wg.Wait()
}

// TestRecorder_AStreamThatTheClientLeavesIsRecordedAsFarAsItWasRead: rows are
// recorded while the client reads them.
func TestRecorder_AStreamThatTheClientLeavesIsRecordedAsFarAsItWasRead(t *testing.T) {
	srv := comagictest.NewServer(t)
	for id := range int64(5000) {
		srv.PutCalls(comagic.CallsReportRow{
			ID: id + 1, StartTime: frontdesk.Some(time.Date(2026, 3, 1, 9, 0, 0, 0, moscow)), ContactFullName: realName,
		})
	}
	take := func(transport http.RoundTripper) (ids []int64) {
		client := srv.Client(through(transport))
		params := &comagic.CallsReportParams{
			Fields:   []string{"id", "contact_full_name"},
			DateFrom: time.Date(2026, 3, 1, 0, 0, 0, 0, moscow), DateTill: time.Date(2026, 3, 2, 0, 0, 0, 0, moscow),
		}
		for call, err := range client.Reports.AllCalls(t.Context(), params) {
			require.NoError(t, err)
			if ids = append(ids, call.ID); len(ids) == 3 {
				break
			}
		}
		return ids
	}
	rec, dir := recordTo(t, srv.Transport())
	recorded := take(rec)
	require.NoError(t, rec.Close())
	text := only(t, dir)
	assert.Contains(t, text, `"cut": true`)
	assertClean(t, dir, realName, comagictest.Token)
	assert.Equal(t, recorded, take(frontdesktest.NewTestReplayer(t, os.DirFS(dir))))
}
