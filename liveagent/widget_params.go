package liveagent

import "net/url"

// WidgetAttribute is one setting of a widget.
type WidgetAttribute struct {
	// Section is "chat", "button" or "contactForm".
	Section string `json:"section"`
	Name    string `json:"name"`
	// Value is always a text.
	Value string `json:"value"`
}

// WidgetAttributes are settings. They are sent as JSON text in one form field.
type WidgetAttributes []WidgetAttribute

// EncodeValues implements the Encoder of query strings.
func (a WidgetAttributes) EncodeValues(key string, values *url.Values) error {
	return encodeText(key, []WidgetAttribute(a), values)
}

// WidgetFormField is one field of a widget's form.
type WidgetFormField struct {
	// FormID is "contactForm" or "chat".
	FormID string `json:"formid"`
	// Name is the label.
	Name string `json:"name"`
	// Status is "M" for a mandatory field; other letters are not documented.
	Status string `json:"rstatus"`
	// Code names the field.
	Code string `json:"code"`
	// Type is "T" for text or "M" for a message.
	Type string `json:"rtype"`
	// AvailableValues, Validator and Description may be empty.
	AvailableValues string `json:"availablevalues,omitzero"`
	Validator       string `json:"validator,omitzero"`
	Description     string `json:"description,omitzero"`
}

// WidgetFormFields are fields of forms. They are sent as JSON text in one form
// field.
type WidgetFormFields []WidgetFormField

// EncodeValues implements the Encoder of query strings.
func (f WidgetFormFields) EncodeValues(key string, values *url.Values) error {
	return encodeText(key, []WidgetFormField(f), values)
}

// encodeText writes a list as JSON text, and nothing for an empty one.
func encodeText[T any](key string, list []T, values *url.Values) error {
	if len(list) == 0 {
		return nil
	}
	text, err := textCodec.Marshal(list)
	if err != nil {
		return err
	}
	values.Set(key, string(text))
	return nil
}

// WidgetCreateParams are a new widget.
type WidgetCreateParams struct {
	Name string `url:"name,omitempty"`
	// Provide are the channels of the widget, letters in one text such as "BFC".
	Provide string `url:"provide,omitempty"`
	// DepartmentID is the id of a department; "default" is the default one.
	DepartmentID string `url:"departmentid,omitempty"`
	// Type is the kind of widget.
	Type WidgetType `url:"rtype,omitempty"`
	// UseCode says which code of the button is used; "B" and "F" were seen.
	UseCode string `url:"usecode,omitempty"`
	// Status is a letter; "A", "F" and "N" were seen.
	Status string `url:"status,omitempty"`
	// Attributes are the settings.
	Attributes WidgetAttributes `url:"attributes,omitempty"`
	// Language is a code such as "en-US".
	Language string `url:"language,omitempty"`
	// FormFields are the fields of the forms.
	FormFields WidgetFormFields `url:"form_fields,omitempty"`
	// OnlineCode is the HTML of the button while somebody is online.
	OnlineCode string `url:"onlinecode,omitempty"`
	// OnlineCodeCSS is its style sheet; {$buttonid} stands for the widget's id.
	OnlineCodeCSS string `url:"onlinecode_css,omitempty"`
	// OnlineCodeOldIE and OnlineCodeOldIECSS are the same for old browsers.
	OnlineCodeOldIE    string `url:"onlinecode_ieold,omitempty"`
	OnlineCodeOldIECSS string `url:"onlinecode_ieold_css,omitempty"`
	// OfflineCode is the HTML of the button while nobody is online.
	OfflineCode string `url:"offlinecode,omitempty"`
	// OfflineCodeCSS is its style sheet.
	OfflineCodeCSS string `url:"offlinecode_css,omitempty"`
	// OfflineCodeOldIE and OfflineCodeOldIECSS are the same for old browsers.
	OfflineCodeOldIE    string `url:"offlinecode_ieold,omitempty"`
	OfflineCodeOldIECSS string `url:"offlinecode_ieold_css,omitempty"`
}

// WidgetUpdateParams are what changes in a widget; empty texts leave it as it is.
// Beyond Name, Provide, DepartmentID, Type, UseCode, Status and Attributes, that
// they can be changed is inferred from [WidgetCreateParams].
type WidgetUpdateParams struct {
	Name string `url:"name,omitempty"`
	// Provide are the channels of the widget, letters in one text such as "BFC".
	Provide string `url:"provide,omitempty"`
	// DepartmentID is the id of a department; "default" is the default one.
	DepartmentID string `url:"departmentid,omitempty"`
	// Type is the kind of widget.
	Type WidgetType `url:"rtype,omitempty"`
	// UseCode says which code of the button is used; "B" and "F" were seen.
	UseCode string `url:"usecode,omitempty"`
	// Status is a letter; "A", "F" and "N" were seen.
	Status string `url:"status,omitempty"`
	// Attributes are the settings.
	Attributes WidgetAttributes `url:"attributes,omitempty"`
	// Language is a code such as "en-US".
	Language string `url:"language,omitempty"`
	// FormFields are the fields of the forms.
	FormFields WidgetFormFields `url:"form_fields,omitempty"`
	// OnlineCode is the HTML of the button while somebody is online.
	OnlineCode string `url:"onlinecode,omitempty"`
	// OnlineCodeCSS is its style sheet; {$buttonid} stands for the widget's id.
	OnlineCodeCSS string `url:"onlinecode_css,omitempty"`
	// OnlineCodeOldIE and OnlineCodeOldIECSS are the same for old browsers.
	OnlineCodeOldIE    string `url:"onlinecode_ieold,omitempty"`
	OnlineCodeOldIECSS string `url:"onlinecode_ieold_css,omitempty"`
	// OfflineCode is the HTML of the button while nobody is online.
	OfflineCode string `url:"offlinecode,omitempty"`
	// OfflineCodeCSS is its style sheet.
	OfflineCodeCSS string `url:"offlinecode_css,omitempty"`
	// OfflineCodeOldIE and OfflineCodeOldIECSS are the same for old browsers.
	OfflineCodeOldIE    string `url:"offlinecode_ieold,omitempty"`
	OfflineCodeOldIECSS string `url:"offlinecode_ieold_css,omitempty"`
}
