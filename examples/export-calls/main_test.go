package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
)

const calls = 261 * 5 // of the demo's year 2025

// interruptedAt presses Ctrl-C when a text is printed.
type interruptedAt struct {
	bytes.Buffer
	text   string
	cancel context.CancelFunc
}

func (w *interruptedAt) Write(p []byte) (int, error) {
	if strings.Contains(string(p), w.text) {
		w.cancel()
	}
	return w.Buffer.Write(p)
}

// ids reads the first column, and fails on rows that are not whole.
func ids(t *testing.T, name string) []int {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	require.NoError(t, err)
	require.Equal(t, columns, rows[0])
	list := make([]int, 0, len(rows)-1)
	for _, row := range rows[1:] {
		id, err := strconv.Atoi(row[0])
		require.NoError(t, err)
		list = append(list, id)
	}
	return list
}

func TestRun_ExportsAYearAndDrawsIt(t *testing.T) {
	t.Setenv("COMAGIC_ACCESS_TOKEN", "")
	dir := t.TempDir()
	csvFile, chart := filepath.Join(dir, "calls.csv"), filepath.Join(dir, "calls.svg")
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"-csv", csvFile, "-chart", chart, "-before", "2026-01-01"}, &out))

	assert.Len(t, ids(t, csvFile), calls)
	assert.Contains(t, out.String(), "[######################........] 1000 of 1305 calls")
	assert.NoFileExists(t, stateName(csvFile))
	data, err := os.ReadFile(chart)
	require.NoError(t, err)
	assert.Contains(t, string(data), "11:00, ")
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
	}
}

func TestRun_GoesOnAfterCtrlCWithoutLossOrRepetition(t *testing.T) {
	t.Setenv("COMAGIC_ACCESS_TOKEN", "")
	dir := t.TempDir()
	csvFile := filepath.Join(dir, "calls.csv")
	args := []string{"-csv", csvFile, "-chart", filepath.Join(dir, "calls.svg"), "-before", "2026-01-01"}

	for _, text := range []string{"500 of", "1000 of"} {
		ctx, cancel := context.WithCancel(t.Context())
		err := run(ctx, args, &interruptedAt{text: text, cancel: cancel})
		require.ErrorIs(t, err, frontdesk.ErrCanceled)
		require.FileExists(t, stateName(csvFile))
		// What was written after the state was saved is cut off by the next run.
		file, err := os.OpenFile(csvFile, os.O_APPEND|os.O_WRONLY, 0)
		require.NoError(t, err)
		_, err = file.WriteString("799999,half a ro")
		require.NoError(t, errors.Join(err, file.Close()))
	}
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), args, &out))

	assert.Contains(t, out.String(), "going on after 1000 calls")
	list := ids(t, csvFile)
	require.Len(t, list, calls)
	for i, id := range list {
		require.Equal(t, 700_000+i, id)
	}
	assert.NoFileExists(t, stateName(csvFile))
}

// killed is the terminal of a process that ends without warning.
type killed struct{ text string }

func (w killed) Write(p []byte) (int, error) {
	if strings.Contains(string(p), w.text) {
		panic("killed")
	}
	return len(p), nil
}

func TestExport_GoesOnAfterAnEndWithoutWarning(t *testing.T) {
	year, err := yearBefore("2026-01-01", time.UTC)
	require.NoError(t, err)
	srv := comagictest.NewServer(t)
	srv.PutCalls(demoCalls(year)...)
	cm := srv.Client(frontdesk.WithLocation(time.UTC))
	defer cm.Close()
	name := filepath.Join(t.TempDir(), "calls.csv")
	require.PanicsWithValue(t, "killed", func() { _ = export(t.Context(), cm, name, job{Period: year}, false, killed{"1000 of"}) })
	var out bytes.Buffer
	require.NoError(t, export(t.Context(), cm, name, job{Period: year}, false, &out))
	assert.Contains(t, out.String(), "going on after 500 calls", "as they were saved")
	list := ids(t, name)
	require.Len(t, list, calls)
	for i, id := range list {
		require.Equal(t, 700_000+i, id)
	}
}

func TestExport_WritesTheHeaderOnceWhenTheFirstPageFails(t *testing.T) {
	year, err := yearBefore("2026-01-01", time.UTC)
	require.NoError(t, err)
	srv := comagictest.NewServer(t)
	srv.PutCalls(demoCalls(year)[:10]...)
	cm := srv.Client(frontdesk.NoRetry(), frontdesk.WithLocation(time.UTC))
	defer cm.Close()
	srv.Fail(frontdesktest.HTML(502).OnMatch(func(r *frontdesktest.Request) bool {
		return bytes.Contains(r.Body, []byte(`"fields"`)) // not the request that counts
	}))
	name := filepath.Join(t.TempDir(), "calls.csv")

	require.ErrorIs(t, export(t.Context(), cm, name, job{Period: year}, false, io.Discard), frontdesk.ErrUnavailable)
	require.NoError(t, export(t.Context(), cm, name, job{Period: year}, false, io.Discard))
	assert.Len(t, ids(t, name), 10)
}

func TestRun_RefusesAStateThatIsNone(t *testing.T) {
	t.Setenv("COMAGIC_ACCESS_TOKEN", "")
	csvFile := filepath.Join(t.TempDir(), "calls.csv")
	require.NoError(t, os.WriteFile(stateName(csvFile), []byte("{"), 0o600))
	require.Error(t, run(t.Context(), []string{"-csv", csvFile}, io.Discard))
	assert.NoFileExists(t, csvFile)
}

func TestOpen_RefusesTheStateOfAnotherExport(t *testing.T) {
	name := filepath.Join(t.TempDir(), "calls.csv")
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	old := job{Period: period{begin.AddDate(-1, 0, 0), begin.Add(-time.Second)}, Zone: "UTC"}
	require.NoError(t, os.WriteFile(name, nil, 0o600))
	data, err := json.Marshal(state{job: old, Next: "x", Rows: 1})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(stateName(name), data, 0o600))

	tomorrow := old
	tomorrow.Period.Till = tomorrow.Period.Till.AddDate(0, 0, 1)
	at, file, err := open(name, tomorrow, true)
	require.NoError(t, err, "the next day's run goes on with the period of the first")
	require.NoError(t, file.Close())
	assert.True(t, old.Period.Till.Equal(at.Period.Till))
	for _, other := range []job{tomorrow, {Period: old.Period, Zone: "Europe/Moscow"}, {Period: old.Period, Zone: "UTC", Fake: true}} {
		_, _, err := open(name, other, false)
		require.ErrorContains(t, err, "another export")
	}
}
