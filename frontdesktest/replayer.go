package frontdesktest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"syscall"
)

// Replayer is a transport that answers with what a [Recorder] has recorded, or
// with recordings written by hand. It opens no connection, waits for nothing
// and starts no goroutine, so it works inside testing/synctest. It is safe for
// concurrent use.
type Replayer struct {
	rules  *rules
	ignore map[string]bool
	tb     TB // nil without a test

	mu    sync.Mutex
	takes []*take
	bound bindings
}

// take is a recording, and whether it has been played.
type take struct {
	recording *Recording
	request   *form
	made      bool // by a Recorder, so that it has pseudonyms
	used      bool
}

// ReplayerOption sets up a [Replayer].
type ReplayerOption func(*Replayer)

// IgnoreFields leaves the named fields of queries and bodies out of the
// comparison, such as dates that depend on the day of the test. Names are
// compared as by [WithFields].
func IgnoreFields(names ...string) ReplayerOption {
	return func(r *Replayer) {
		for _, name := range names {
			r.ignore[plainName(name)] = true
		}
	}
}

// NewReplayer reads all .json files of fsys, such as
// os.DirFS("testdata/customers"), and answers with them: a request gets the
// reply of the first recording of an equal one that has not been used. So
// requests that are equal get their replies in the order of the recording, and
// what a client repeated then it repeats now.
//
//	replay, err := frontdesktest.NewReplayer(os.DirFS("testdata/customers"))
//	client, err := helpcrunch.New("any key", frontdesk.WithHTTPClient(&http.Client{Transport: replay}))
//
// Requests are equal if they mean the same: method, path, query and body, but
// not host, header, credentials, order of members and fields, and the id of a
// JSON-RPC call. In place of a pseudonym a request may have any value, as long
// as it is the same everywhere in place of that one, and no other's: a test may
// go on searching for the real address that it was recorded with. A REDACTED in
// a recording stands for any text.
//
// A request without an equal recording is an [*UnmatchedError].
//
// It fails if fsys has no recording, or a .json file that is none.
func NewReplayer(fsys fs.FS, opts ...ReplayerOption) (*Replayer, error) {
	r := &Replayer{rules: newRules(), ignore: make(map[string]bool), bound: newBindings()}
	for _, opt := range opts {
		if opt != nil {
			opt(r)
		}
	}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".json" {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		recording, made, err := decodeRecording(name, data)
		if err != nil {
			return err
		}
		r.takes = append(r.takes, &take{recording: recording, request: r.form(&recording.Request), made: made})
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case len(r.takes) == 0:
		return nil, errors.New("frontdesktest: there are no recordings in the folder")
	}
	slices.SortStableFunc(r.takes, func(a, b *take) int { return strings.Compare(a.recording.Name, b.recording.Name) })
	return r, nil
}

// NewTestReplayer is [NewReplayer] for a test: recordings that cannot be read
// and requests without a recording are errors of it, and so are, at its end,
// recordings that were not used.
func NewTestReplayer(tb TB, fsys fs.FS, opts ...ReplayerOption) *Replayer {
	tb.Helper()
	r, err := NewReplayer(fsys, opts...)
	if err != nil {
		tb.Errorf("%v", err)
		r = &Replayer{rules: newRules(), bound: newBindings()}
	}
	r.tb = tb
	tb.Cleanup(func() {
		if unused := r.Unused(); len(unused) > 0 {
			tb.Errorf("frontdesktest: no request was made for %d of the recordings: %s", len(unused), strings.Join(unused, ", "))
		}
	})
	return r
}

// Unused returns the names of the recordings that have not been played.
func (r *Replayer) Unused() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var names []string
	for _, t := range r.takes {
		if !t.used {
			names = append(names, t.recording.Name)
		}
	}
	return names
}

// Recordings returns what is played, in order. The result is a copy, but for
// the bodies; treat these as read-only.
func (r *Replayer) Recordings() []Recording {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := make([]Recording, len(r.takes))
	for i, t := range r.takes {
		list[i] = *t.recording
		list[i].Request.Header, list[i].Response.Header = t.recording.Request.Header.Clone(), t.recording.Response.Header.Clone()
	}
	return list
}

// RoundTrip answers a request with its recording.
func (r *Replayer) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := takeBody(req)
	if err != nil {
		return nil, err
	}
	if req.Context().Err() != nil {
		return nil, context.Cause(req.Context())
	}
	asked := recordRequest(req, body)
	live := r.form(&asked)
	recording, err := r.find(live)
	if err != nil {
		if r.tb != nil {
			r.tb.Helper()
			r.tb.Errorf("%v", err)
		}
		return nil, err
	}
	if recording.Response.Failure != "" {
		return nil, failure(recording.Response.Failure)
	}
	return recording.Response.reply(req, live), nil
}

// find takes the recording of a request: of those that mean the same the one
// that presumes least about pseudonyms, and of these the first.
func (r *Replayer) find(live *form) (*Recording, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var best *take
	var bestBound []binding
	nearest := &UnmatchedError{Method: live.method, Path: live.path}
	for _, t := range r.takes {
		c := comparison{made: t.made, bound: &r.bound}
		c.forms(t.request, live)
		switch {
		case len(c.differences) > 0:
			nearest.consider(t, &c)
		case t.used:
			nearest.used(t)
		case best == nil || len(c.fresh) < len(bestBound):
			best, bestBound = t, c.fresh
		}
	}
	if best == nil {
		return nil, nearest
	}
	best.used = true
	r.bound.add(bestBound)
	return best.recording, nil
}

// reply builds the reply to req. A JSON-RPC reply has the id of its call.
func (r *RecordedResponse) reply(req *http.Request, live *form) *http.Response {
	body := r.Body
	if live.rpcID != nil {
		if tree, ok := wholeJSON(body); ok {
			for i, m := range tree.members {
				if m.name == "id" && m.value.kind != objectNode {
					tree.members[i].value = live.rpcID
					body = tree.bytes()
				}
			}
		}
	}
	var end error
	length := int64(len(body))
	if r.Cut {
		end, length = io.ErrUnexpectedEOF, -1
	}
	header := r.Header.Clone()
	header.Del("Content-Encoding")
	header.Del("Content-Length")
	return &http.Response{
		Status: fmt.Sprintf("%d %s", r.Status, http.StatusText(r.Status)), StatusCode: r.Status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: endingBody(body, end), ContentLength: length, Request: req,
	}
}

// What a connection can suffer, as files name it.
const (
	failureUnknownHost = "unknown host"
	failureRefused     = "refused"
	failureReset       = "reset"
	failureTimeout     = "timeout"
	failureLost        = "lost"
)

func failure(name string) error {
	switch name {
	case failureUnknownHost:
		return &net.DNSError{Err: "no such host", IsNotFound: true}
	case failureRefused:
		return &net.OpError{Op: "dial", Net: "tcp", Addr: serverAddr, Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	case failureReset:
		return connectionReset()
	case failureTimeout:
		return &net.OpError{Op: "read", Net: "tcp", Source: clientAddr, Addr: serverAddr, Err: os.ErrDeadlineExceeded}
	}
	return io.ErrUnexpectedEOF
}

// UnmatchedError is a request that no recording answers. Clients do not repeat
// such a request.
type UnmatchedError struct {
	// Method and Path are those of the request.
	Method, Path string
	// Used are the recordings of equal requests; all of them have been played.
	Used []string
	// Nearest is the recording whose request differs least, "" if none has the
	// method and path.
	Nearest string
	// Differences are where it differs, as in `body.filter[0].value: recorded
	// "a", sent "b"`.
	Differences []string

	near *comparison
}

// Error tells all of it, in several lines.
func (e *UnmatchedError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "frontdesktest: no recording answers %s %s", e.Method, e.Path)
	if len(e.Used) > 0 {
		fmt.Fprintf(&b, "; all of an equal request have been used: %s", strings.Join(e.Used, ", "))
		return b.String()
	}
	if e.Nearest == "" {
		return b.String()
	}
	fmt.Fprintf(&b, "; the nearest is %s, where", e.Nearest)
	for _, difference := range e.Differences {
		b.WriteString("\n\t" + difference)
	}
	return b.String()
}

// As makes errors.As find a *net.DNSError, for which clients do not try again.
func (e *UnmatchedError) As(target any) bool { return asUnknownHost(target) }

func (e *UnmatchedError) used(t *take) { e.Used = append(e.Used, t.recording.Name) }

// consider keeps the comparison with the fewest differences, one of a recording
// not yet used before another.
func (e *UnmatchedError) consider(t *take, c *comparison) {
	if t.used {
		c.weight++
	}
	if e.near == nil || c.weight < e.near.weight {
		e.near, e.Nearest, e.Differences = c, t.recording.Name, c.differences
	}
}
