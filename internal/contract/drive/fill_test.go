package drive

import (
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
