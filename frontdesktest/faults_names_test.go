package frontdesktest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk/frontdesktest"
)

// notes is a server with one operation, notes.list.
func notes() *frontdesktest.Server {
	return frontdesktest.New(frontdesktest.Config{
		Name:      "notes",
		Handler:   http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}),
		Operation: func(*http.Request, []byte) string { return "notes.list" },
		Knows:     func(operation string) bool { return operation == "notes.list" },
	})
}

func TestNames_OfNoOperationAreViolations(t *testing.T) {
	srv := notes()
	defer srv.Close()
	srv.Fail(frontdesktest.Status(503).On("notes.lst"))
	_ = srv.Count("notes.cnt")
	_ = srv.RequestsOf("notes.log")
	_ = srv.Count("notes.list")
	text := strings.Join(srv.Violations(), "\n")
	for _, name := range []string{"notes.lst", "notes.cnt", "notes.log"} {
		assert.Contains(t, text, name)
	}
	assert.Len(t, srv.Violations(), 3)
}

// recorder is a test that fails instead of ours.
type recorder struct {
	errors   []string
	cleanups []func()
}

func (r *recorder) Helper()          {}
func (r *recorder) Cleanup(f func()) { r.cleanups = append(r.cleanups, f) }
func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, format)
}

func TestFaults_ThatNoRequestMetFailAStrictTest(t *testing.T) {
	for name, tc := range map[string]struct {
		fault frontdesktest.Fault
		calls int
		want  int
	}{
		"never met":      {frontdesktest.Status(503).After(5), 1, 1},
		"met":            {frontdesktest.Status(503), 1, 0},
		"met in part":    {frontdesktest.Status(503).Times(3), 1, 0},
		"always, unmet":  {frontdesktest.Status(503).Always(), 0, 0},
		"cleared before": {frontdesktest.Status(503), 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			srv, tb := notes(), new(recorder)
			defer srv.Close()
			srv.Strict(tb)
			srv.Fail(tc.fault)
			for range tc.calls {
				resp, err := srv.HTTPClient().Get(srv.BaseURL())
				require.NoError(t, err)
				require.NoError(t, resp.Body.Close())
			}
			if name == "cleared before" {
				srv.ClearFaults()
			}
			for _, f := range tb.cleanups {
				f()
			}
			assert.Len(t, tb.errors, tc.want)
		})
	}
}
