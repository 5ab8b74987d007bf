package helpcrunch_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
)

func TestCustomers_GetReadsEveryFieldOfTheSeed(t *testing.T) {
	for _, generation := range []helpcrunchtest.Generation{helpcrunchtest.V1, helpcrunchtest.V2} {
		t.Run(fmt.Sprintf("V%d", generation), func(t *testing.T) {
			client := helpcrunchtest.NewServer(t, helpcrunchtest.WithGeneration(generation)).Client()
			got, err := client.Customers.Get(t.Context(), helpcrunchtest.SeedCustomerID)
			require.NoError(t, err)
			assert.Equal(t, &helpcrunch.Customer{
				ID:        8737843,
				Name:      frontdesk.Some("Cindy Mindy"),
				Email:     frontdesk.Some("cindy.mindy@example.com"),
				UserID:    frontdesk.Some("example_6268"),
				Company:   frontdesk.Some("example"),
				Phone:     frontdesk.Null[string](),
				FirstSeen: frontdesk.Some(time.Unix(1588927354, 0).UTC()),
				LastSeen:  frontdesk.Some(time.Unix(1591627673, 0).UTC()),
				Location: frontdesk.Some(helpcrunch.Location{
					RegionCode: frontdesk.Some("CA"), CountryCode: frontdesk.Some("US"), City: frontdesk.Some("San Francisco"),
				}),
				Device: frontdesk.Some(helpcrunch.Device{
					ID: 28883192, IP: "192.168.1.1", Timezone: "America/Los Angeles", Platform: "desktop",
					UserAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/81.0.4044.138 Safari/537.36",
				}),
				Source:   frontdesk.Some("http://helpcrunch.com/blog/best-live-chat-software/"),
				Referer:  frontdesk.Some("https://www.google.com/"),
				LastPage: frontdesk.Some("https://example.helpcrunch.com/v2/chats"),
				Locale:   frontdesk.Some("en"),
				Notes:    frontdesk.Null[string](),
				Tags:     []helpcrunch.Tag{{Name: "lead", Color: "#00c2e0"}},
				CustomData: helpcrunch.CustomData{
					"Currency": "USD", "Next payment date": "2020-09-01 00:40:00", "Billing info added": true,
					"Number of payments": int64(35), "Subscription status": "active",
				},
			}, got)
		})
	}
}

func TestCustomers_WhatIsCreatedCanBeReadChangedAndDeleted(t *testing.T) {
	srv := helpcrunchtest.NewServer(t)
	client, ctx := srv.Client(), t.Context()

	created, err := client.Customers.Create(ctx, &helpcrunch.CustomerCreateParams{
		Name: "Hakim Zarakim", Email: "hzarakim@example.com", UserID: "example_22",
		FirstSeen: time.Unix(1593547200, 700e6), Source: "https://example.com", Locale: "en",
		CreatedFrom: helpcrunch.ChannelTelegram, IntegrationID: "465847687",
		Tags:       []helpcrunch.Tag{{Name: "Lead", Color: "#ccc"}, {Name: "Paid"}},
		CustomData: helpcrunch.CustomData{"payments": 15, "big": int64(9007199254740993), "amount": 15.99},
	})
	require.NoError(t, err)
	assert.Equal(t, frontdesk.Some(time.Unix(1593547200, 0).UTC()), created.FirstSeen, "whole seconds are sent")
	assert.Equal(t, []helpcrunch.Tag{{Name: "Lead", Color: "#ccc"}, {Name: "Paid", Color: "#c377e0"}}, created.Tags)
	assert.Equal(t, helpcrunch.CustomData{"payments": int64(15), "big": int64(9007199254740993), "amount": 15.99}, created.CustomData)

	read, err := client.Customers.Get(ctx, created.ID)
	require.NoError(t, err)
	assert.Equal(t, created, read)

	updated, err := client.Customers.Update(ctx, created.ID, &helpcrunch.CustomerUpdateParams{
		Notes:      frontdesk.Some("He has never heard about magic"),
		Source:     frontdesk.Null[string](),
		City:       frontdesk.Some("London"),
		Blocked:    frontdesk.Some(true),
		CustomData: helpcrunch.CustomData{"payments": nil, "plan": "pro"},
	})
	require.NoError(t, err)
	assert.True(t, updated.Source.IsNull())
	assert.True(t, updated.Blocked)
	assert.Equal(t, "London", updated.Location.Or(helpcrunch.Location{}).City.Or(""))
	assert.Equal(t, frontdesk.Some("hzarakim@example.com"), updated.Email, "what is absent stays")
	assert.Equal(t, helpcrunch.CustomData{"big": int64(9007199254740993), "amount": 15.99, "plan": "pro"}, updated.CustomData)
	assert.JSONEq(t, `{"notes":"He has never heard about magic","source":null,"city":"London","blocked":true,
		"customData":[{"property":"payments","value":null},{"property":"plan","value":"pro"}]}`,
		string(srv.RequestsOf("customers.update")[0].Body))

	require.NoError(t, client.Customers.Delete(ctx, created.ID))
	_, err = client.Customers.Get(ctx, created.ID)
	require.ErrorIs(t, err, frontdesk.ErrNotFound)
	assert.ErrorIs(t, client.Customers.Delete(ctx, created.ID), frontdesk.ErrNotFound)
}

func TestCustomers_TagsAreAddedAndRemovedByName(t *testing.T) {
	srv := helpcrunchtest.NewServer(t)
	client, ctx := srv.Client(), t.Context()

	tagged, err := client.Customers.AddTags(ctx, helpcrunchtest.SeedCustomerID, &helpcrunch.CustomerAddTagsParams{
		Tags: []helpcrunch.Tag{{Name: "PPC"}, {Name: "lead"}},
	})
	require.NoError(t, err)
	assert.Equal(t, []helpcrunch.Tag{{Name: "lead", Color: "#00c2e0"}, {Name: "PPC", Color: "#c377e0"}}, tagged.Tags)
	assert.Equal(t, int64(35), tagged.CustomData["Number of payments"], "this answer has the list form")

	untagged, err := client.Customers.RemoveTags(ctx, helpcrunchtest.SeedCustomerID, &helpcrunch.CustomerRemoveTagsParams{
		Tags: []string{"lead", "unknown"},
	})
	require.NoError(t, err)
	assert.Equal(t, []helpcrunch.Tag{{Name: "PPC", Color: "#c377e0"}}, untagged.Tags)
	sent := srv.RequestsOf("customers.untag")[0]
	assert.Equal(t, "DELETE", sent.Method)
	assert.JSONEq(t, `{"tags":[{"name":"lead"},{"name":"unknown"}]}`, string(sent.Body))
}

func TestCustomers_ASecondUserIDIsAConflict(t *testing.T) {
	srv := helpcrunchtest.NewServer(t)
	_, err := srv.Client().Customers.Create(t.Context(), &helpcrunch.CustomerCreateParams{UserID: "example_6268"})
	e := asError(t, err)
	assert.Equal(t, frontdesk.KindConflict, e.Kind)
	assert.Equal(t, helpcrunch.CodeInvalidUserIDValue, e.Code)
	assert.Equal(t, "userId", e.Field)
	assert.Equal(t, frontdesk.SentYes, e.Sent)
	assert.Equal(t, 1, srv.Count())
}

func TestCustomers_ReplaceSendsWhatUpdateSends(t *testing.T) {
	for generation, email := range map[helpcrunchtest.Generation]frontdesk.Opt[string]{
		helpcrunchtest.V1: frontdesk.Some("cindy.mindy@example.com"),
		helpcrunchtest.V2: frontdesk.Null[string](),
	} {
		srv := helpcrunchtest.NewServer(t, helpcrunchtest.WithGeneration(generation))
		got, err := srv.Client().Customers.Replace(t.Context(), helpcrunchtest.SeedCustomerID, &helpcrunch.CustomerReplaceParams{
			Name: frontdesk.Some("Cindy"), Unsubscribed: frontdesk.Some(true),
		})
		require.NoError(t, err)
		assert.Equal(t, email, got.Email, "the documentation says both")
		assert.True(t, got.Unsubscribed)
		assert.JSONEq(t, `{"name":"Cindy","unsubscribed":true}`, string(srv.Requests()[0].Body))
	}
}

func TestCustomers_UpdateBatchReadsEveryFormOfTheAnswer(t *testing.T) {
	batch := []helpcrunch.CustomerBatchUpdate{{
		Customer:             helpcrunchtest.SeedCustomerID,
		CustomerUpdateParams: helpcrunch.CustomerUpdateParams{Phone: frontdesk.Some("+15550143")},
	}}
	t.Run("from the fake", func(t *testing.T) {
		srv := helpcrunchtest.NewServer(t)
		got, err := srv.Client().Customers.UpdateBatch(t.Context(), batch)
		require.NoError(t, err)
		require.Len(t, got, 1)
		assert.Equal(t, frontdesk.Some("+15550143"), got[0].Phone)
		assert.JSONEq(t, `[{"customer":8737843,"phone":"+15550143"}]`, string(srv.Requests()[0].Body))
	})
	for body, ids := range map[string][]int64{
		`[{"id":1},{"id":2}]`:          {1, 2},
		`{"data":[{"id":1},{"id":2}]}`: {1, 2},
		`{"id":3}`:                     {3},
		`"Ok"`:                         {},
	} {
		t.Run(body, func(t *testing.T) {
			got, err := answering(t, 200, body).Customers.UpdateBatch(t.Context(), batch)
			require.NoError(t, err)
			read := []int64{}
			for _, c := range got {
				read = append(read, c.ID)
			}
			assert.Equal(t, ids, read)
		})
	}
}

func TestCustomers_BadArgumentsAreRefusedBeforeSending(t *testing.T) {
	srv := helpcrunchtest.NewServer(t)
	customers, ctx := srv.Client().Customers, t.Context()
	update := func(p helpcrunch.CustomerUpdateParams) error {
		_, err := customers.Update(ctx, 1, &p)
		return err
	}
	for field, call := range map[string]func() error{
		"customer_id":  func() error { _, err := customers.Get(ctx, 0); return err },
		"limit":        func() error { _, err := customers.List(ctx, &helpcrunch.CustomerListParams{Limit: 101}); return err },
		"offset":       func() error { _, err := customers.List(ctx, &helpcrunch.CustomerListParams{Offset: -1}); return err },
		"Resume":       func() error { _, err := customers.List(ctx, &helpcrunch.CustomerListParams{Resume: "x"}); return err },
		"tags":         func() error { _, err := customers.AddTags(ctx, 1, nil); return err },
		"tags.name":    func() error { return update(helpcrunch.CustomerUpdateParams{Tags: []helpcrunch.Tag{{}}}) },
		"unsubscribed": func() error { return update(helpcrunch.CustomerUpdateParams{Unsubscribed: frontdesk.Null[bool]()}) },
		"blocked":      func() error { return update(helpcrunch.CustomerUpdateParams{Blocked: frontdesk.Null[bool]()}) },
		"firstSeen":    func() error { return update(helpcrunch.CustomerUpdateParams{FirstSeen: frontdesk.Some(time.Time{})}) },
		"lastSeen":     func() error { return update(helpcrunch.CustomerUpdateParams{LastSeen: frontdesk.Some(time.Time{})}) },
		"customData": func() error {
			return update(helpcrunch.CustomerUpdateParams{CustomData: helpcrunch.CustomData{"a": []int{1}}})
		},
		"customer": func() error {
			_, err := customers.UpdateBatch(ctx, make([]helpcrunch.CustomerBatchUpdate, 11))
			return err
		},
		"filter": func() error { _, err := customers.Search(ctx, nil); return err },
	} {
		e := asError(t, call())
		assert.Equal(t, frontdesk.KindInvalid, e.Kind, field)
		assert.Equal(t, field, e.Field)
		assert.Equal(t, frontdesk.SentNo, e.Sent, field)
		assert.Equal(t, "helpcrunch", e.Vendor)
	}
	_, err := customers.RemoveTags(ctx, 1, &helpcrunch.CustomerRemoveTagsParams{Tags: []string{""}})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	_, err = customers.Create(ctx, &helpcrunch.CustomerCreateParams{CustomData: helpcrunch.CustomData{"a": nil}})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Zero(t, srv.Count())
}

func TestCustomData_NumbersStayExact(t *testing.T) {
	for text, want := range map[string]any{
		`15`:                  int64(15),
		`9007199254740993`:    int64(9007199254740993),
		`-9007199254740993`:   int64(-9007199254740993),
		`9223372036854775808`: json.Number("9223372036854775808"),
		`15.99`:               15.99,
		`1e3`:                 int64(1000),
		`15.0`:                int64(15),
		`0.1234567890123456`:  json.Number("0.1234567890123456"),
		`1e999`:               json.Number("1e999"),
		`1e-999`:              json.Number("1e-999"),
		`"x"`:                 "x",
		`true`:                true,
		`false`:               false,
		`null`:                nil,
		`{"a":[1]}`:           json.RawMessage(`{"a":[1]}`),
	} {
		for _, form := range []string{`{"p":%s}`, `[{"property":"p","value":%s}]`} {
			var data helpcrunch.CustomData
			require.NoError(t, helpcrunch.Unmarshal(fmt.Appendf(nil, form, text), &data), text)
			assert.Equal(t, helpcrunch.CustomData{"p": want}, data)
			written, err := helpcrunch.Marshal(data)
			require.NoError(t, err)
			var again helpcrunch.CustomData
			require.NoError(t, helpcrunch.Unmarshal(written, &again))
			assert.Equal(t, data, again, "through %s", written)
		}
	}
}

func TestCustomData_ReadsEverySpellingOfNothing(t *testing.T) {
	for text, want := range map[string]helpcrunch.CustomData{
		`null`: nil, `""`: nil, `false`: nil, `{}`: {}, `[]`: {},
	} {
		data := helpcrunch.CustomData{"old": 1}
		require.NoError(t, helpcrunch.Unmarshal([]byte(text), &data))
		assert.Equal(t, want, data, text)
	}
	for _, text := range []string{`5`, `"x"`, `true`, `[5]`} {
		var data helpcrunch.CustomData
		assert.Error(t, helpcrunch.Unmarshal([]byte(text), &data), text)
	}
}

func TestCustomData_AccessorsTellTypesApart(t *testing.T) {
	moment := time.Unix(1603885746, 0).UTC()
	data := helpcrunch.CustomData{
		"text": "active", "flag": true, "int": 15, "uint": uint8(7), "float": 15.5, "huge": json.Number("9223372036854775808"),
		"unix": int64(1603885746), "unixText": "1603885746", "time": moment, "date": "2020-09-01 00:40:00", "null": nil,
	}
	text, ok := data.Text("text")
	assert.True(t, ok)
	assert.Equal(t, "active", text)
	flag, ok := data.Bool("flag")
	assert.True(t, ok && flag)
	n, ok := data.Int("int")
	assert.True(t, ok)
	assert.EqualValues(t, 15, n)
	n, ok = data.Int("uint")
	assert.True(t, ok)
	assert.EqualValues(t, 7, n)
	f, ok := data.Float("float")
	assert.True(t, ok)
	assert.Equal(t, 15.5, f)
	f, ok = data.Float("huge")
	assert.True(t, ok)
	assert.Equal(t, 9223372036854775808.0, f)
	for _, name := range []string{"unix", "unixText", "time"} {
		at, ok := data.Time(name)
		assert.True(t, ok, name)
		assert.Equal(t, moment, at, name)
	}
	for _, name := range []string{"null", "missing"} {
		_, isText := data.Text(name)
		_, isBool := data.Bool(name)
		_, isInt := data.Int(name)
		_, isFloat := data.Float(name)
		_, isTime := data.Time(name)
		assert.False(t, isText || isBool || isInt || isFloat || isTime, name)
	}
	_, ok = data.Int("huge")
	assert.False(t, ok)
	_, ok = data.Text("huge")
	assert.False(t, ok)
	_, ok = data.Time("date")
	assert.False(t, ok)
}
