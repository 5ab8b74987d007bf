package comagic_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

type documentedError struct{ mnemonic, kind string }

func documentedErrors(t *testing.T) []documentedError {
	t.Helper()
	var list []documentedError
	seen := map[string]bool{}
	for _, op := range contract.Load(contract.CoMagic).Operations {
		for _, e := range op.Errors {
			if !seen[e.Mnemonic] {
				seen[e.Mnemonic] = true
				list = append(list, documentedError{e.Mnemonic, e.Kind})
			}
		}
	}
	return list
}

func TestReplies_OfAnyFormAreReadOrRefused(t *testing.T) {
	for _, test := range []struct {
		name, contentType, body string
		kind                    error // nil: one account
		rows                    int
	}{
		{"metadata first", "", `{"result":{"metadata":{"total_items":1},"data":[{"app_id":"7"}]},"id":1}`, nil, 1},
		{"misspelt metadata", "", `{"result":{"data":[{"app_id":7}],"meta_data":{}}}`, nil, 1},
		{"one object", "", `{"result":{"data":{"app_id":7}}}`, nil, 1},
		{"no rows", "", `{"result":{"data":[]}}`, nil, 0},
		{"null rows", "", `{"result":{"data":null}}`, nil, 0},
		{"error null", "", `{"error":null,"result":{"data":[{"app_id":7,"name":"\"error\""}]}}`, nil, 1},
		{"limits of other kinds", "", `{"result":{"data":[{"app_id":7}],"metadata":{"limits":[],"total_items":"x","api_version":5}}}`, nil, 1},
		{"metadata of another kind", "", `{"result":{"data":[{"app_id":7}],"metadata":"none"}}`, nil, 1},
		{"byte order mark", "", "\xef\xbb\xbf" + `{"result":{"data":[{"app_id":7}]}}`, nil, 1},
		{"trailing page", "", `{"result":{"data":[{"app_id":7}]}}<html>`, nil, 1},
		{"nothing", "", ``, frontdesk.ErrDecode, 0},
		{"neither result nor error", "", `{"jsonrpc":"2.0","id":1}`, frontdesk.ErrDecode, 0},
		{"page", "text/html", `<html>busy</html>`, frontdesk.ErrDecode, 0},
		{"page as JSON", "", `<html>busy</html>`, frontdesk.ErrDecode, 0},
		{"text", "", `"hello"`, frontdesk.ErrDecode, 0},
		{"rows of texts", "", `{"result":{"data":["a"]}}`, frontdesk.ErrDecode, 0},
		{"error as text", "", `{"error":"broken"}`, frontdesk.ErrServer, 0},
		{"error without data", "", `{"error":{"code":-32001,"message":"no"}}`, frontdesk.ErrAuth, 0},
		{"unknown mnemonic", "", `{"error":{"code":-32003,"data":{"mnemonic":"new_one"}}}`, frontdesk.ErrForbidden, 0},
		{"deep", "", `{"result":{"data":` + strings.Repeat("[", 20000) + `}}`, frontdesk.ErrDecode, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := comagictest.NewServer(t)
			contentType := test.contentType
			if contentType == "" {
				contentType = "application/json"
			}
			srv.Fail(frontdesktest.Body(200, contentType, test.body).Always())
			accounts, err := srv.Client(frontdesk.NoRetry()).Account.List(context.Background())
			if test.kind != nil {
				require.ErrorIs(t, err, test.kind)
				return
			}
			require.NoError(t, err)
			require.Len(t, accounts, test.rows)
			if test.rows > 0 {
				assert.Equal(t, frontdesk.Some[int64](7), accounts[0].AppID)
			}
		})
	}
}

func TestStream_WhatFollowsTheRowsIsJudged(t *testing.T) {
	row := `{"id":1,"start_time":"2026-01-01 00:00:00"}`
	for _, test := range []struct {
		name, body string
		kind       error
		rows       int
	}{
		{"whole", `{"result":{"data":[` + row + `],"metadata":{"total_items":1}}}`, nil, 1},
		{"no metadata", `{"result":{"data":[` + row + `]}}`, nil, 1},
		{"an error behind the rows", `{"result":{"data":[` + row + `]},"error":{"code":-32603,"data":{"mnemonic":"internal_error"}}}`, frontdesk.ErrServer, 1},
		{"garbage behind the rows", `{"result":{"data":[` + row + `]}}<html>`, frontdesk.ErrDecode, 1},
		{"a row of another kind", `{"result":{"data":[` + row + `,"x"]}}`, frontdesk.ErrDecode, 1},
		{"no list", `{"result":{"data":` + row + `}}`, nil, 1},
		{"null among the rows", `{"result":{"data":[` + row + `,null]}}`, frontdesk.ErrDecode, 1},
		{"a row of nothing", `{"result":{"data":[` + row + `,{}]}}`, frontdesk.ErrDecode, 1},
		{"an error", `{"error":{"code":-32602,"data":{"mnemonic":"invalid_parameter_value","field":"filter"}}}`, frontdesk.ErrInvalid, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := comagictest.NewServer(t)
			srv.Fail(frontdesktest.Body(200, "application/json", test.body).Always())
			_, err := frontdesk.Collect(srv.Client(frontdesk.NoRetry()).Reports.AllCalls(context.Background(), period(1), frontdesk.WithPrefetch(1)))
			if test.kind == nil {
				assert.NoError(t, err, "read whole")
			}
			var rows int
			var failed error
			for _, err := range srv.Client(frontdesk.NoRetry()).Reports.AllCalls(context.Background(), period(1)) {
				if err != nil {
					failed = err
					break
				}
				rows++
			}
			assert.Equal(t, test.rows, rows)
			if test.kind == nil {
				assert.NoError(t, failed)
			} else {
				assert.ErrorIs(t, failed, test.kind)
			}
			assert.Zero(t, srv.Stats().OpenBodies)
		})
	}
}

func TestStream_BreakClosesTheBodyAndSendsNothingMore(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.PutCalls(calls(300, 1)...)
	for range srv.Client().Reports.AllCalls(context.Background(), period(1)) {
		break
	}
	assert.Equal(t, 1, srv.Count())
	assert.Zero(t, srv.Stats().OpenBodies)
}

func TestAll_PastTheLargestOffsetIsAPagingLimit(t *testing.T) {
	srv := comagictest.NewServer(t)
	params := period(1)
	params.Offset = 100_000
	reply := `{"result":{"data":[{"id":1}],"metadata":{"total_items":200000}}}`
	srv.Fail(frontdesktest.Body(200, "application/json", reply).Always())
	var failed error
	for _, err := range srv.Client().Reports.AllCalls(context.Background(), params) {
		failed = err
	}
	assert.ErrorIs(t, failed, frontdesk.ErrPagingLimit)
	assert.Equal(t, 1, srv.Count())
}

func TestDate_IsADayOnTheWire(t *testing.T) {
	var d comagic.Date
	require.NoError(t, comagic.Unmarshal([]byte(`"2026-03-04 00:00:00"`), &d))
	data, err := comagic.Marshal(d)
	require.NoError(t, err)
	assert.Equal(t, `"2026-03-04"`, string(data))
	assert.Equal(t, comagic.NewDate(d.In(msk)), d)
	require.Error(t, comagic.Unmarshal([]byte(`"yesterday"`), &d))
}
