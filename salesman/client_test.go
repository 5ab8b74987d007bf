package salesman_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func asError(t *testing.T, err error) *frontdesk.Error {
	t.Helper()
	var e *frontdesk.Error
	require.ErrorAs(t, err, &e)
	return e
}

func TestNew_TakesTheAddressInEachSpelling(t *testing.T) {
	for _, address := range []string{
		"https://crm.example.com", "https://crm.example.com/", " https://crm.example.com ",
		"https://crm.example.com/developer/v2", "https://crm.example.com/developer/v2/", "https://crm.example.com/developer",
	} {
		t.Run(address, func(t *testing.T) {
			srv := salesmantest.NewServer(t)
			sm, err := salesman.New(address, salesmantest.Login, salesmantest.APIKey, frontdesk.WithHTTPClient(srv.HTTPClient()))
			require.NoError(t, err)
			_, err = sm.Contacts.Fields(t.Context())
			require.NoError(t, err)
			assert.Equal(t, "/developer/v2/person", srv.Requests()[0].URI)
		})
	}
}

func TestNew_BelowAPathAndWithoutRewriteRules(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, err := salesman.New("https://example.com/crm/", salesmantest.Login, salesmantest.APIKey,
		frontdesk.WithHTTPClient(srv.HTTPClient()), salesman.WithoutRewrite())
	require.NoError(t, err)
	_, err = sm.Contacts.Fields(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "/crm/developer/v2/person.php", srv.Requests()[0].URI)
}

func TestNew_RefusesWhatCannotWork(t *testing.T) {
	const good = "https://crm.example.com"
	tests := []struct {
		name, url, login, key string
		opts                  []frontdesk.Option
	}{
		{name: "no address", login: "api", key: "secret"},
		{name: "no scheme", url: "crm.example.com", login: "api", key: "secret"},
		{name: "plain http", url: "http://crm.example.com", login: "api", key: "secret"},
		{name: "query", url: good + "?x=1", login: "api", key: "secret"},
		{name: "no login", url: good, key: "secret"},
		{name: "single quote in the login", url: good, login: "a' OR 1=1", key: "secret"},
		{name: "double quote in the login", url: good, login: `a"b`, key: "secret"},
		{name: "backslash in the login", url: good, login: `a\`, key: "secret"},
		{name: "line break in the login", url: good, login: "a\nb", key: "secret"},
		{name: "login not UTF-8", url: good, login: "a\xff", key: "secret"},
		{name: "no key", url: good, login: "api"},
		{name: "short key", url: good, login: "api", key: "abc"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := salesman.New(tt.url, tt.login, tt.key, tt.opts...)
			require.ErrorIs(t, err, frontdesk.ErrInvalid)
			if len(tt.key) > 3 {
				assert.NotContains(t, err.Error(), tt.key)
			}
		})
	}
}

func TestOptions_OfTheVendorAreForTheConstructor(t *testing.T) {
	sm := salesmantest.NewServer(t).Client()
	for _, opt := range []frontdesk.Option{salesman.WithForm(), salesman.WithoutRewrite(), salesman.WithMaxWrites(3), salesman.WithFieldCheck()} {
		_, err := sm.Contacts.Fields(t.Context(), opt)
		assert.ErrorIs(t, err, frontdesk.ErrInvalid)
	}
}

// Each write takes the server a second here, so that six of them take as long as the
// bound makes them wait.
func TestWrites_AreFewAtATime(t *testing.T) {
	for name, tc := range map[string]struct {
		opts []frontdesk.Option
		want time.Duration
	}{
		"by default": {nil, 3 * time.Second},
		"one":        {[]frontdesk.Option{salesman.WithMaxWrites(1)}, 6 * time.Second},
		"three":      {[]frontdesk.Option{salesman.WithMaxWrites(3)}, 2 * time.Second},
		"many":       {[]frontdesk.Option{salesman.WithMaxWrites(100)}, time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := salesmantest.NewServer(t)
				srv.Fail(frontdesktest.Delay(time.Second).Times(6).On("task.add"))
				sm, started := srv.Client(tc.opts...), time.Now()
				var all sync.WaitGroup
				for range 6 {
					all.Go(func() {
						_, err := sm.Tasks.Create(t.Context(), &salesman.TaskCreateParams{Title: "Call"})
						assert.NoError(t, err)
					})
				}
				all.Wait()
				assert.Equal(t, tc.want, time.Since(started))
			})
		})
	}
	_, err := salesman.New("https://crm.example.com", "api@example.com", "test-key-000", salesman.WithMaxWrites(0))
	assert.ErrorContains(t, err, "not positive")
}

func TestRequest_CarriesCredentialsInHeadersOfJSONAndInTheForm(t *testing.T) {
	srv := salesmantest.NewServer(t)
	_, err := srv.Client().Contacts.List(t.Context(), nil)
	require.NoError(t, err)
	sent := srv.Requests()[0]
	assert.Equal(t, http.MethodPost, sent.Method)
	assert.Equal(t, []string{"application/json"}, sent.Header["Content-Type"])
	assert.Equal(t, salesmantest.Login, sent.Header.Get("login"))
	assert.Equal(t, salesmantest.APIKey, sent.Header.Get("apikey"))
	assert.JSONEq(t, `{"action":"list"}`, string(sent.Body))

	srv.ResetRequests()
	_, err = srv.Client(salesman.WithForm()).Contacts.List(t.Context(), &salesman.ContactListParams{
		Word: "Иван", Socials: true, Filter: &salesman.ContactFilter{ClientID: 7},
	})
	require.NoError(t, err)
	sent = srv.Requests()[0]
	assert.Equal(t, "application/x-www-form-urlencoded", sent.Header.Get("Content-Type"))
	assert.Empty(t, sent.Header.Get("apikey"))
	assert.Equal(t, "action=list&word=%D0%98%D0%B2%D0%B0%D0%BD&socinfo=yes&filter%5Bclid%5D=7&login=api%40example.com&apikey="+salesmantest.APIKey, string(sent.Body))
}

func TestRequest_IsSignedAnewInEachAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := salesmantest.NewServer(t)
		srv.Fail(salesmantest.PHPCrash().Times(2))
		_, err := srv.Client(salesman.WithForm()).Contacts.List(t.Context(), nil)
		require.NoError(t, err)
		requests := srv.Requests()
		require.Len(t, requests, 3)
		for _, r := range requests {
			assert.Equal(t, string(requests[0].Body), string(r.Body))
		}
	})
}

func TestRequest_RefusesTextThatIsNotUTF8(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	_, err := sm.Contacts.Create(t.Context(), &salesman.ContactCreateParams{Name: "Jane \xff"})
	assert.Equal(t, "persons.0.person", asError(t, err).Field)
	_, err = sm.Contacts.List(t.Context(), &salesman.ContactListParams{Word: "\xc3\x28"})
	assert.Equal(t, "word", asError(t, err).Field)
	err = sm.Do(t.Context(), "client", "list", map[string]any{"word": "\xff"}, nil)
	assert.Equal(t, "word", asError(t, err).Field)
	assert.Zero(t, srv.Count())
}

func TestErrors_OfTheAccount(t *testing.T) {
	srv := salesmantest.New()
	defer srv.Close()
	for name, credentials := range map[string][2]string{
		"wrong key": {salesmantest.Login, "wrong-key"}, "unknown user": {"ghost@example.com", salesmantest.APIKey},
	} {
		t.Run(name, func(t *testing.T) {
			sm, err := salesman.New(srv.BaseURL(), credentials[0], credentials[1], frontdesk.WithHTTPClient(srv.HTTPClient()))
			require.NoError(t, err)
			_, err = sm.Contacts.List(t.Context(), nil)
			e := asError(t, err)
			assert.Equal(t, frontdesk.KindAuth, e.Kind)
			assert.Equal(t, salesman.CodeUnauthorized, e.Code)
			assert.NotContains(t, err.Error(), credentials[1])
		})
	}
}

func TestErrors_KindComesFromOperationAndCode(t *testing.T) {
	tests := []struct {
		fault            frontdesktest.Fault
		endpoint, action string
		kind             frontdesk.Kind
		code             frontdesk.Code
		message          string
	}{
		{salesmantest.APIError(403, "Не найдено"), "client", "info", frontdesk.KindNotFound, "403", "Не найдено"},
		{salesmantest.APIError(403, "Период"), "statistic", "list", frontdesk.KindInvalid, "403", "Период"},
		{salesmantest.APIError(407, "x"), "deal", "delete", frontdesk.KindConflict, "407", "x"},
		{salesmantest.APIError(407, "x"), "budget", "add", frontdesk.KindInvalid, "407", "x"},
		{salesmantest.APIError(402, "Отсутствуют параметры - did"), "deal", "update", frontdesk.KindInvalid, "402", "Отсутствуют параметры - did"},
		{salesmantest.APIError(402, "Неизвестный метод"), "deal", "update", frontdesk.KindUnsupported, "402", "Неизвестный метод"},
		{salesmantest.APIError(401, "Ошибка добавления заявки"), "lead", "add", frontdesk.KindServer, "401", "Ошибка добавления заявки"},
		{salesmantest.APIError(499, "x"), "deal", "delete", frontdesk.KindValidation, "499", "x"},
		{json200(`{"error":{"code":"405","text":"x"}}`), "deal", "add", frontdesk.KindInvalid, "405", "x"},
		{json200(`{"error":[{"code":404,"text":"x"}]}`), "client", "info", frontdesk.KindNotFound, "404", "x"},
		{json200(`{"error":{"error":{"code":404,"text":"x"}}}`), "akt", "info", frontdesk.KindNotFound, "404", "x"},
		{json200(`{"result":"Error: x","data":0}`), "price", "delete", frontdesk.KindNotFound, "", "x"},
		{json200(`{"result":"ok","error":"x"}`), "person", "delete", frontdesk.KindConflict, "", "x"},
		{json200(`{"result":""}`), "task", "add", frontdesk.KindInvalid, "", "nothing was stored: the result is empty"},
		{json200(`{"result":"ok","data":"0"}`), "task", "add", frontdesk.KindInvalid, "", "the reply contradicts itself: a result that tells of no failure, beside the id 0; look the record up before sending again"},
		{json200(`{"result":"","data":"0"}`), "task", "add", frontdesk.KindInvalid, "", "nothing was stored: the id in the reply is 0"},
		{json200(`null`), "task", "list", frontdesk.KindDecode, "", "the reply is neither object nor list"},
		{json200(`hello`), "task", "list", frontdesk.KindDecode, "", "the reply is not JSON"},
		{json200(``), "task", "info", frontdesk.KindUnsupported, "", "the reply is empty: no script of the API answered, or it died without a word"},
	}
	for _, tt := range tests {
		t.Run(tt.endpoint+" "+tt.action+" "+tt.fault.String(), func(t *testing.T) {
			srv := salesmantest.New()
			defer srv.Close()
			srv.Fail(tt.fault.Always())
			e := asError(t, srv.Client(frontdesk.NoRetry()).Do(t.Context(), tt.endpoint, tt.action, nil, nil))
			assert.Equal(t, tt.kind, e.Kind)
			assert.Equal(t, tt.code, e.Code)
			assert.Equal(t, tt.message, e.Message)
		})
	}
}

func json200(body string) frontdesktest.Fault {
	return frontdesktest.Body(http.StatusOK, "application/json; charset=utf-8", body)
}

func TestCrash_IsRepeatedForReadsOnly(t *testing.T) {
	for _, fault := range []frontdesktest.Fault{salesmantest.PHPCrash(), salesmantest.DatabaseDown()} {
		t.Run(fault.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				srv := salesmantest.NewServer(t)
				sm := srv.Client()
				srv.Fail(fault.Always())
				_, err := sm.Contacts.Get(t.Context(), 1, nil)
				e := asError(t, err)
				assert.Equal(t, frontdesk.KindServer, e.Kind)
				assert.Equal(t, 3, e.Attempts)

				_, err = sm.Contacts.DeleteUnchecked(t.Context(), 1)
				e = asError(t, err)
				assert.Equal(t, frontdesk.KindServer, e.Kind)
				assert.Equal(t, frontdesk.SentUnknown, e.Sent)
				assert.Equal(t, 1, srv.Count("person.delete"))

				_, err = sm.Contacts.Replace(t.Context(), 1, &salesman.ContactReplaceParams{Name: "x"})
				assert.Equal(t, frontdesk.SentUnknown, asError(t, err).Sent)
				assert.Equal(t, 1, srv.Count("person.update"))
			})
		})
	}
}

func TestReply_PagesAroundTheJSONAreKeptApart(t *testing.T) {
	const warning = "<br />\n<b>Deprecated</b>:  something in <b>/srv/crm/x.php</b> on line <b>1</b><br />\n"
	const rows = `{"data":[{"pid":5,"person":"Jane"}],"count":1}`
	for name, body := range map[string]string{"behind": rows + warning, "before": warning + rows} {
		t.Run(name, func(t *testing.T) {
			srv := salesmantest.NewServer(t)
			srv.Fail(json200(body))
			var meta frontdesk.Response
			page, err := srv.Client().Contacts.List(t.Context(), nil, frontdesk.WithResponse(&meta))
			require.NoError(t, err)
			require.Len(t, page.Items, 1)
			assert.Equal(t, "Jane", page.Items[0].Name)
			assert.Contains(t, string(meta.Trailing), "<b>")
		})
	}
}

func TestReply_OfSomethingThatIsNotTheAPI(t *testing.T) {
	tests := map[string]struct {
		fault frontdesktest.Fault
		kind  frontdesk.Kind
	}{
		"login page":     {frontdesktest.Body(200, "text/html", "<!DOCTYPE html><html>…</html>"), frontdesk.KindDecode},
		"unknown method": {frontdesktest.Status(404), frontdesk.KindUnsupported},
		"bad gateway":    {frontdesktest.Status(502), frontdesk.KindUnavailable},
		"rewrite loop":   {frontdesktest.Status(500), frontdesk.KindServer},
		"too many":       {frontdesktest.Status(429), frontdesk.KindRateLimited},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			srv := salesmantest.NewServer(t)
			srv.Fail(tt.fault.Always())
			_, err := srv.Client(frontdesk.NoRetry()).Contacts.List(t.Context(), nil)
			e := asError(t, err)
			assert.Equal(t, tt.kind, e.Kind)
			assert.NotEmpty(t, e.Message)
		})
	}
}

func TestDo_ReachesWhatHasNoMethod(t *testing.T) {
	srv := salesmantest.New()
	defer srv.Close()
	sm := srv.Client()
	var out struct {
		Error any `json:"error"`
	}
	e := asError(t, sm.Do(t.Context(), "person", "nosuch", nil, &out))
	assert.Equal(t, frontdesk.KindUnsupported, e.Kind)
	assert.Equal(t, "person.nosuch", e.Operation)
	assert.Equal(t, frontdesk.ClassUnsafe, e.Class)

	e = asError(t, sm.Do(t.Context(), "nosuch", "list", nil, nil, frontdesk.WithClass(frontdesk.ClassSafe)))
	assert.Equal(t, frontdesk.KindUnsupported, e.Kind)
	assert.Equal(t, frontdesk.ClassSafe, e.Class)

	for _, call := range [][2]string{{"", "list"}, {"../x", "list"}, {"person", ""}} {
		e = asError(t, sm.Do(t.Context(), call[0], call[1], nil, nil))
		assert.Equal(t, frontdesk.KindInvalid, e.Kind)
		assert.Equal(t, frontdesk.SentNo, e.Sent)
	}
	assert.ErrorIs(t, sm.Do(t.Context(), "person", "list", []int{1}, nil), frontdesk.ErrInvalid)
	assert.ErrorIs(t, sm.Do(t.Context(), "person", "list", nil, nil, frontdesk.WithClass(frontdesk.ClassSafe)), frontdesk.ErrInvalid)

	var list struct {
		Count int `json:"count"`
	}
	srv.AddContact(salesmantest.Contact{Name: "Jane"})
	require.NoError(t, sm.Do(t.Context(), "person", "list", map[string]any{"word": "Jane"}, &list))
	assert.Equal(t, 1, list.Count)
}

func TestWrites_AreTwoAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := salesmantest.NewServer(t, salesmantest.WithLatency(time.Second))
		sm := srv.Client()
		errs := make(chan error)
		for range 6 {
			go func() {
				_, err := sm.Contacts.Create(t.Context(), &salesman.ContactCreateParams{Name: "Jane"})
				errs <- err
			}()
		}
		for range 6 {
			require.NoError(t, <-errs)
		}
		assert.Equal(t, 2, srv.Stats().Peak)
	})
}

func TestAttempt_TimesOutAfter30Seconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := salesmantest.NewServer(t)
		srv.Fail(frontdesktest.Hang())
		started := time.Now()
		_, err := srv.Client().Contacts.DeleteUnchecked(t.Context(), 1)
		e := asError(t, err)
		assert.Equal(t, frontdesk.KindTimeout, e.Kind)
		assert.Equal(t, frontdesk.SentUnknown, e.Sent)
		assert.Equal(t, 30*time.Second, time.Since(started))
	})
}

func TestClose_EndsTheClient(t *testing.T) {
	sm := salesmantest.NewServer(t).Client()
	require.NoError(t, sm.Close())
	require.NoError(t, sm.Close())
	_, err := sm.Contacts.Fields(context.Background())
	assert.True(t, errors.Is(err, frontdesk.ErrCanceled))
	assert.Empty(t, sm.Limits())
}

func TestKnownErrors_TellTheSource(t *testing.T) {
	var codes []string
	for _, known := range salesman.KnownErrors("person.delete") {
		codes = append(codes, string(known.Code)+" "+string(known.Kind)+" "+string(known.Source))
	}
	assert.Equal(t, " conflict server; 400 auth doc; 401 auth both; 402 unsupported both; 403 forbidden doc; 405 invalid doc; 406 conflict doc",
		strings.Join(codes, "; "))
}

func TestNew_KeepsTheLoginOutOfDumpsAndErrors(t *testing.T) {
	const key = "test-key-000"
	for login, hidden := range map[string]bool{"api@example.com": true, "robot-7": true, "admin": false, "manager": false, "a@b.c": false} {
		body := `{"data":[],"params":{"login":"` + login + `","apikey":"` + key + `"},"error":{"code":403,"text":"` + login + ` may not"}}`
		var dump bytes.Buffer
		transport := &exchanges{response: contract.RecordedResponse{Status: http.StatusOK, BodyRaw: body}}
		sm, err := salesman.New("https://crm.example.com", login, key,
			frontdesk.NoRetry(), frontdesk.WithDump(&dump), frontdesk.WithHTTPClient(&http.Client{Transport: transport}))
		require.NoError(t, err)
		_, err = sm.Acts.List(t.Context(), nil)
		e := asError(t, err)
		for _, text := range []string{dump.String(), err.Error(), e.Message} {
			assert.NotContains(t, text, key)
			assert.Equal(t, !hidden, strings.Contains(text, login), "%s in %s", login, text)
		}
		require.NotEmpty(t, transport.requests)
		assert.Equal(t, login, transport.requests[0].Header.Get("Login"), "the server gets it")
		require.NoError(t, sm.Close())
	}
}
