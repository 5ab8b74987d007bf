package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
)

func TestRun_PrintsAMonthAndWritesAPage(t *testing.T) {
	t.Setenv("LIVEAGENT_API_KEY", "")
	file := filepath.Join(t.TempDir(), "sla.html")
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"-month", "2026-02", "-html", file}, &out))

	text := out.String()
	assert.Contains(t, text, "February 2026")
	assert.Regexp(t, `(?m)^ *Tickets +75 +9 +89\.3 % +28$`, text)
	assert.Regexp(t, `(?m)^ *Ann Smith +28 +28 +0 +0 +0$`, text)
	assert.Less(t, strings.Index(text, "Tom"), strings.Index(text, "Ann"), "who answered most comes first")

	page, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Contains(t, string(page), "Tom O&#39;Neil &amp; Sons")
	assert.Equal(t, 2, strings.Count(string(page), "28 Feb"), "tickets and chats; nobody called")
	assert.NotContains(t, string(page), "ZgotmplZ")
}

func TestRun_TakesTheAccountFromTheEnvironment(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	t.Setenv("LIVEAGENT_URL", srv.URL())
	t.Setenv("LIVEAGENT_API_KEY", liveagenttest.APIKey)
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"-month", "2016-01", "-html", ""}, &out))
	assert.Equal(t, 4, srv.Count())
	assert.Contains(t, out.String(), "January 2016")
}

func TestCollect_AsksForTheMonthInTheZoneOfTheAccount(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	srv := liveagenttest.NewServer(t, liveagenttest.WithLocation(zone))
	la := srv.Client()
	defer la.Close()
	first, err := firstDay("2026-03", zone) // a month with a change of the clock
	require.NoError(t, err)

	r, err := collect(t.Context(), la, first)

	require.NoError(t, err)
	assert.Len(t, r.Channels, 3)
	for _, request := range srv.Requests() {
		assert.Equal(t, "2026-03-01 00:00:00", request.Query.Get("date_from"))
		assert.Equal(t, "2026-03-31 23:59:59", request.Query.Get("date_to"))
	}
}

func TestCollect_StopsAtTheFirstReportThatIsRefused(t *testing.T) {
	srv := liveagenttest.NewServer(t)
	la := srv.Client()
	defer la.Close()
	srv.Fail(frontdesktest.Status(403).On("reports.agents"))
	_, err := collect(t.Context(), la, time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC))
	require.ErrorIs(t, err, frontdesk.ErrAuth)
}

func TestFirstDay_DefaultsToTheLastMonth(t *testing.T) {
	first, err := firstDay("", time.UTC)
	require.NoError(t, err)
	assert.Equal(t, 1, first.Day())
	next := first.AddDate(0, 1, 0)
	assert.False(t, next.After(time.Now()), "it is over")
}
