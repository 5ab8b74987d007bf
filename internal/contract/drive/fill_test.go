package drive

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

type colour string

type nested struct {
	Name  string                 `json:"name"`
	Color frontdesk.Opt[colour]  `json:"color,omitzero"`
	Since frontdesk.Opt[[]int64] `json:"since,omitzero"`
}

type params struct {
	Text    frontdesk.Opt[string]    `json:"text,omitzero"`
	Number  frontdesk.Opt[int64]     `json:"number,omitzero"`
	Flag    frontdesk.Opt[bool]      `json:"flag,omitzero"`
	Moment  frontdesk.Opt[time.Time] `json:"moment,omitzero"`
	Inner   frontdesk.Opt[nested]    `json:"inner,omitzero"`
	Plain   time.Time                `url:"plain"`
	List    []nested                 `json:"list"`
	Map     map[string]string        `json:"map"`
	Pointer *int                     `json:"pointer"`
	Any     any                      `json:"any"`
	Hidden  string                   `json:"-" url:"-"`
}

func TestFill_EveryTypeOfTheConventionsIsFilled(t *testing.T) {
	f := &filler{target: &Target{}, op: contract.Load(contract.HelpCrunch).Operation("customers.get"), all: true}
	var p params
	if err := f.structFields(reflect.ValueOf(&p).Elem(), "", nil); err != nil {
		t.Fatal(err)
	}
	v := reflect.ValueOf(p)
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		empty := name == "Hidden"
		if v.Field(i).IsZero() != empty {
			t.Errorf("%s: %+v", name, v.Field(i))
		}
	}
	if inner, ok := p.Inner.Get(); !ok || inner.Name == "" || inner.Color.IsZero() || inner.Since.IsZero() {
		t.Errorf("inner: %+v", p.Inner)
	}
	if m, ok := p.Moment.Get(); !ok || !m.Equal(moment) {
		t.Errorf("moment: %v", p.Moment)
	}
}

func TestFill_UnknownTypesAreAnError(t *testing.T) {
	f := &filler{target: &Target{}, op: contract.Load(contract.HelpCrunch).Operation("customers.get"), all: true}
	var p struct {
		Send chan int `json:"send"`
	}
	if err := f.structFields(reflect.ValueOf(&p).Elem(), "", nil); err == nil {
		t.Error("a channel was filled")
	}
}

type open struct {
	Name  string                     `json:"person"`
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

func TestFill_ExtraHoldsOneFieldForEachPlaceholder(t *testing.T) {
	op := contract.Load(contract.SalesMan).Operation("person.add")
	for _, all := range []bool{true, false} {
		var p open
		if err := (&filler{target: &Target{}, op: op, all: all}).structFields(reflect.ValueOf(&p).Elem(), "", op.Params); err != nil {
			t.Fatal(err)
		}
		want := 0
		if all {
			want = 2
		}
		if len(p.Extra) != want || all && (p.Extra["input1"] == nil || p.Extra["field1"] == nil) {
			t.Errorf("every parameter %t: %v", all, p.Extra)
		}
	}
}

func TestGiven_ParametersReachTheirFields(t *testing.T) {
	op := contract.Load(contract.SalesMan).Operation("person.add")
	f := &filler{target: &Target{}, op: op, given: &Given{
		Tree: map[string]json.RawMessage{
			"person": json.RawMessage(`"Jane"`), "input2": json.RawMessage(`"a"`), "tel": json.RawMessage(`"1"`),
		},
		Unmarshal: json.Unmarshal,
	}}
	v := reflect.New(reflect.TypeFor[*open]()).Elem()
	if err := f.givenParams(v); err != nil {
		t.Fatal(err)
	}
	p := v.Interface().(*open)
	if p.Name != "Jane" || len(p.Extra) != 1 || string(p.Extra["input2"]) != `"a"` {
		t.Errorf("%+v", p)
	}

	f.op = contract.Load(contract.SalesMan).Operation("person.add_list")
	f.given.Tree = map[string]json.RawMessage{"persons": json.RawMessage(`[{"person":"A"},{"person":"B","input1":"x"}]`)}
	batch := reflect.New(reflect.TypeFor[[]open]()).Elem()
	if err := f.givenParams(batch); err != nil {
		t.Fatal(err)
	}
	if list := batch.Interface().([]open); len(list) != 2 || list[1].Name != "B" || list[1].Extra["input1"] == nil {
		t.Errorf("%+v", batch)
	}
	f.given.Tree["persons"] = json.RawMessage(`[{"person":5}]`)
	if f.givenParams(batch) == nil {
		t.Error("a value of the wrong type is accepted")
	}
}

func TestGiven_NumbersOfAnyAreWhole(t *testing.T) {
	v := []any{1.0, 1.5, "x", nil}
	wholeNumbers(reflect.ValueOf(v))
	if v[0] != int64(1) || v[1] != 1.5 {
		t.Errorf("%#v", v)
	}
}
