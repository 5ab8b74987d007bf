package frontdesktest_test

import (
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var _ frontdesktest.TB = testing.TB(nil)

// fakeTB notes what a server reports to a test.
type fakeTB struct {
	mu       sync.Mutex
	errors   []string
	cleanups []func()
}

func (f *fakeTB) Helper() {}
func (f *fakeTB) Errorf(format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.errors = append(f.errors, fmt.Sprintf(format, args...))
}
func (f *fakeTB) Cleanup(clean func()) { f.cleanups = append(f.cleanups, clean) }
func (f *fakeTB) end() {
	for i := len(f.cleanups) - 1; i >= 0; i-- {
		f.cleanups[i]()
	}
}

func TestStrict_ViolationsFailTheTestOnceAndAreAnswered(t *testing.T) {
	s := newShop()
	defer s.Close()
	ask := func() int { return do(s.HTTPClient(), http.MethodGet, s.BaseURL()+"/?wrong=1").status }
	const violation = `notes.list: unknown parameter "wrong"`

	assert.Equal(t, 400, ask(), "without a test the request is rejected")
	assert.Equal(t, []string{violation}, s.Violations())

	first := &fakeTB{}
	s.Strict(first)
	assert.Equal(t, []string{violation}, first.errors, "what no test has seen is reported")
	assert.Equal(t, 200, ask())
	assert.Equal(t, 200, ask())
	assert.Len(t, first.errors, 1)
	first.end()
	assert.Equal(t, 400, ask(), "as before the test")

	second := &fakeTB{}
	s.Strict(second)
	assert.Empty(t, second.errors)
	assert.Equal(t, 200, ask())
	assert.Equal(t, []string{violation}, second.errors, "each test is told")
	assert.Len(t, first.errors, 1)
	assert.Equal(t, []string{violation}, s.Violations())
	assert.Equal(t, []string{`unknown parameter "wrong"`}, s.Requests()[0].Violations)
	second.end()
}

func TestStrict_RejectIsTheKitsOwnReply(t *testing.T) {
	s := frontdesktest.New(frontdesktest.Config{
		Check: func(*frontdesktest.Request) []string { return []string{"a", "b"} },
		Reject: func(w http.ResponseWriter, _ *http.Request, violations []string) {
			w.WriteHeader(422)
			_, _ = io.WriteString(w, strings.Join(violations, "+"))
		},
	})
	defer s.Close()
	got := do(s.HTTPClient(), http.MethodGet, s.BaseURL()+"/x")
	assert.Equal(t, 422, got.status)
	assert.Equal(t, "a+b", got.body)
	assert.Equal(t, []string{"GET /x: a", "GET /x: b"}, s.Violations())
	s.Fail(frontdesktest.Status(503))
	assert.Equal(t, 503, do(s.HTTPClient(), http.MethodGet, s.BaseURL()+"/x").status, "a fault comes first")
}

func TestOptions_OfTheKitAndOfAnotherKit(t *testing.T) {
	s := newShop(withGreeting("ahoy"))
	defer s.Close()
	assert.Equal(t, `{"notes":"ahoy"}`, get(t, s).body)
	assert.Empty(t, s.Violations())

	type otherSettings struct{}
	misplaced := frontdesktest.Configure(func(*otherSettings) { t.Error("there are no such settings") })
	s = newShop(misplaced)
	defer s.Close()
	tb := &fakeTB{}
	s.Strict(tb)
	require.Len(t, tb.errors, 1)
	assert.Contains(t, tb.errors[0], "frontdesktest_test.otherSettings")
}

func TestLog_KeepsWhatArrived(t *testing.T) {
	s := newShop()
	defer s.Close()
	do(s.HTTPClient(), http.MethodPost, s.BaseURL()+"/a%2Fb/c?q=1&q=2")
	get(t, s)
	get(t, s)

	r := s.Requests()[0]
	assert.Equal(t, "POST", r.Method)
	assert.Equal(t, "/a%2Fb/c?q=1&q=2", r.URI)
	assert.Equal(t, "/a/b/c", r.Path)
	assert.Equal(t, []string{"1", "2"}, r.Query["q"])
	assert.Equal(t, `{"note":1}`, string(r.Body))
	assert.Equal(t, "notes.create", r.Operation)
	assert.Equal(t, 200, r.Status)
	assert.Equal(t, "Go-http-client/1.1", r.Header.Get("User-Agent"))
	assert.WithinDuration(t, time.Now(), r.Time, time.Minute)

	r.Header.Set("User-Agent", "changed")
	r.Query.Set("q", "changed")
	r.Body[0] = 'X'
	again := s.RequestsOf("notes.create")
	require.Len(t, again, 1)
	assert.Equal(t, "Go-http-client/1.1", again[0].Header.Get("User-Agent"), "Requests returns copies")
	assert.Equal(t, []string{"1", "2"}, again[0].Query["q"])
	assert.Equal(t, `{"note":1}`, string(again[0].Body))

	assert.Equal(t, 3, s.Count())
	assert.Equal(t, 2, s.Count("notes.list"))
	assert.Equal(t, 3, s.Count("notes.list", "notes.create", "notes.list"))
	assert.Zero(t, s.Count("other"))
	s.ResetRequests()
	assert.Zero(t, s.Count())
	assert.Zero(t, s.Count("notes.list"))
	assert.Empty(t, s.Requests())
	assert.Equal(t, frontdesktest.Stats{}, s.Stats())
}

func TestLog_LimitKeepsTheLast(t *testing.T) {
	for limit, want := range map[int][]string{-1: nil, 0: nil, 2: {"/3", "/4"}, 9: {"/0", "/1", "/2", "/3", "/4"}} {
		s := newShop(frontdesktest.WithLogLimit(limit))
		for i := range 5 {
			do(s.HTTPClient(), http.MethodGet, fmt.Sprint(s.BaseURL(), "/", i))
		}
		var paths []string
		for _, r := range s.Requests() {
			paths = append(paths, r.Path)
		}
		assert.Equal(t, want, paths, "limit %d", limit)
		assert.Equal(t, 5, s.Count())
		s.Close()
	}
}

func TestRequestOf_AndRefundOfAStrangeRequest(t *testing.T) {
	r, err := http.NewRequest(http.MethodGet, "http://example.com", nil)
	require.NoError(t, err)
	assert.Zero(t, frontdesktest.RequestOf(r))
	assert.Nil(t, frontdesktest.Refund(r))
}

func TestServer_IsSafeForConcurrentUse(t *testing.T) {
	const workers, each = 16, 60
	for _, way := range bothWays(t) {
		t.Run(way.name, func(t *testing.T) {
			s := newShop(frontdesktest.WithQuota(workers*each/2, time.Hour), frontdesktest.WithLogLimit(100))
			defer s.Close()
			client, base := way.client(s)
			s.Fail(frontdesktest.Status(500).Times(50).On("notes.create"), frontdesktest.ResetBeforeReply().Times(30).After(10))
			var failed, reset, refused atomic.Int64
			var group sync.WaitGroup
			for range workers {
				group.Go(func() {
					for i := range each {
						got := do(client, []string{"GET", "POST"}[i%2], base+"/?wrong="+fmt.Sprint(i%3))
						switch {
						case got.err != nil:
							reset.Add(1)
						case got.status == 500:
							failed.Add(1)
						case got.status == 429:
							refused.Add(1)
						}
						_, _, _ = s.Requests(), s.Stats(), s.Violations()
					}
				})
			}
			group.Wait()
			stats := s.Stats()
			assert.Equal(t, workers*each, s.Count())
			assert.Equal(t, workers*each/2, stats.Refused)
			assert.EqualValues(t, workers*each/2, refused.Load())
			assert.EqualValues(t, 50, failed.Load())
			assert.EqualValues(t, 30, reset.Load())
			assert.Equal(t, 80, stats.Faulted)
			assert.Zero(t, stats.OpenBodies)
		})
	}
}

func TestServer_CloseLeavesNoGoroutineOfASocket(t *testing.T) {
	for range 5 {
		s := newShop()
		transport := &http.Transport{}
		s.Fail(frontdesktest.ResetBeforeReply().After(1), frontdesktest.CutBody(2).After(2))
		for range 5 {
			do(&http.Client{Transport: transport}, http.MethodPost, s.URL())
		}
		transport.CloseIdleConnections()
		s.Close()
	}
	// A goroutine that Close has seen end may still be on its last line.
	stacks := ""
	for range 100_000 {
		if stacks = goroutines(); !strings.Contains(stacks, "net/http.(*conn)") && !strings.Contains(stacks, "net/http.(*Server)") {
			return
		}
		runtime.Gosched()
	}
	t.Fatalf("goroutines are left:\n%s", stacks)
}

func goroutines() string {
	buf := make([]byte, 1<<20)
	return string(buf[:runtime.Stack(buf, true)])
}
