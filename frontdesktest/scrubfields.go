package frontdesktest

import (
	"slices"
	"strings"
)

// FieldKind says what a field of a request or a reply holds, and so what a
// [Recorder] writes in its place.
type FieldKind string

// The kinds of fields. What stands in the place of a value is made up, looks
// like one of its kind, and is the same for the same value throughout a
// recording.
const (
	// FieldKeep is written as it is, but for credentials and for values that
	// are known from other fields.
	FieldKeep FieldKind = "keep"
	// FieldSecret is a credential: REDACTED, wherever its value appears.
	FieldSecret FieldKind = "secret"
	// FieldEmail is one or more e-mail addresses: person-1@example.com.
	FieldEmail FieldKind = "email"
	// FieldPhone is one or more telephone numbers: +12005550100. Numbers that
	// differ in punctuation only are the same. Extensions of up to six digits
	// stay.
	FieldPhone FieldKind = "phone"
	// FieldName is the name of a person, or of what may be one: Person 1.
	FieldName FieldKind = "name"
	// FieldText is what somebody wrote: Text 1.
	FieldText FieldKind = "text"
	// FieldAddress is where somebody is: Address 1.
	FieldAddress FieldKind = "address"
	// FieldIP is an address on the Internet: 192.0.2.1.
	FieldIP FieldKind = "ip"
	// FieldLink is a URL: https://example.com/link-1. Every text that is
	// nothing but a URL is treated so, whatever its field.
	FieldLink FieldKind = "link"
	// FieldNumber is a number that names somebody, such as that of a taxpayer
	// or of a bank account: 777000000001.
	FieldNumber FieldKind = "number"
	// FieldDate is a date that names somebody, such as a birthday: 1900-01-02.
	FieldDate FieldKind = "date"
)

// rules tell the kind of a field by its name, in the spelling of plainName.
type rules struct {
	exact map[string]FieldKind
	own   map[string]FieldKind // given by options; they win
}

// defaultFields are the names as the four vendors spell them, without case,
// hyphens and underscores.
var defaultFields = map[FieldKind]string{
	FieldSecret: `apikey xapikey accesstoken refreshtoken authtoken sessiontoken sessionkey token password passwd pwd
		newpassword oldpassword secret clientsecret appkey sitekey widgetkey authorization cookie credential`,
	FieldEmail: `email emails mail emailfrom emailto emailcc emailbcc emailtocc emailtobcc cc bcc useridentifier
		dailycallsnotifyemails monthlycallsnotifyemails monthlybasenotifyemails`,
	FieldPhone: `phone phones tel mob mobile fax phonenumber phonenumbers phonein src dst numa numb callerid
		sitephone redirectionnumbers dtmfstring communicationphone contactphone`,
	FieldName: `name names firstname lastname middlename patronymic fullname username usernames systemname displayname
		person contact contactname client clienttitle clientname payer payertitle user usertitle userlogin login autor
		autorlogin creator editor boss company companyname castname casturname casturnameshort castdirname
		castdirsignature compurname compshotname compdirname compdirsignature signature ownername agentname agent
		requester recipient customername visitor visitorname visitornames employeename sendername chatusername
		operatordisplayname operatorname taguserlogin employeelogin operatorlogin addusername skype icq
		twitter mykrug facebook telegram instagram viber whatsapp telegramid facebookid instagramid viberid whatsappid
		nickname partner fio`,
	FieldText: `text message messages errormessage debugmessage messagehtml markdowntext lastmessagetext content contenttext contentsimplehtml
		comment comments commentary note notes ownernote description des desfact subject theme preview title titleclear
		deal dealtitle body html answer question query search searchstring searchtext searchquery phrase editedphrase
		word keywords eventtext formtext notificationmessage emailmessage emailmessagehtml emailsubject contactmessage
		offlinemessagetext employeemessage employeeanswermessage operatormessage smsmessage virtualnumbercomment
		communicationcomment employeecomment dealcomments useragent uaclientid ymclientid
		roistatid destination ptitle post filename file`,
	FieldAddress: `address adres city street zip postcode casturaddr castfacaddr compuraddr compfacaddr latitude
		longitude visitorcity visitorprovider addresses`,
	FieldIP: `ip ipaddress ipaddresses visitoripaddress apirequestip remoteip clientip`,
	FieldLink: `url link links href referer referrer utmreferrer lastpage siteurl mailurl recordurl avatarurl
		downloadurl fileurl hiturl valueurl blog mysite google yandex entrancepageurl communicationpageurl
		visitorprofileurl chatadurl fullrecordfilelink playlink profile publicurlcode`,
	FieldNumber: `inn kpp ogrn okpo snils passport castinn castkpp castogrn castokpo castbankrs castbankks castbankbik
		compinn compkpp compogrn compokpo compbankrs compbankks compbankbik iban accountnumber cardnumber`,
	FieldDate: `bday birthday birthdate dateofbirth`,
}

// endings are for names that begin with whose it is: visitor_phone_number,
// agentEmail, crm_contact_name.
var endings = []struct {
	ending string
	kind   FieldKind
}{
	{"apikey", FieldSecret}, {"token", FieldSecret}, {"password", FieldSecret}, {"secret", FieldSecret},
	{"email", FieldEmail}, {"emails", FieldEmail},
	{"phone", FieldPhone}, {"phones", FieldPhone}, {"phonenumber", FieldPhone}, {"phonenumbers", FieldPhone},
	{"fullname", FieldName}, {"firstname", FieldName}, {"lastname", FieldName}, {"contactname", FieldName},
	{"authorname", FieldName}, {"username", FieldName},
	{"messagetext", FieldText}, {"commentauthor", FieldName},
	{"ipaddress", FieldIP}, {"birthday", FieldDate},
}

// containers hold what an account's owner thought up: every text in them may
// be personal.
var containers = nameSet(`customdata customfields customfield customproperties visitorcustomproperties userfields
	uniquefields socials eventdata recv properties`)

// carriers are members that hold the value of what they stand in, such as
// {"phone": {"eq": "…"}}.
var carriers = nameSet(`value values val raw eq ne like ilike in notin contains 0 1 2 3 4 5 6 7 8 9`)

// structural are members of containers that the vendor sets.
var structural = nameSet(`code id type field property order operator status`)

// ownIDs are ids that the account's owner gives, and that may be telephone numbers.
var ownIDs = nameSet(`userid uid uids externalid callapiexternalid`)

// isID reports whether a field holds an id of the vendor's: id, visitor_id, clid,
// iduser. A number in it is nobody's, whatever it looks like.
func isID(name string) bool {
	plain := plainName(name)
	return !ownIDs[plain] && (strings.HasSuffix(plain, "id") || strings.HasSuffix(plain, "ids") || strings.HasPrefix(plain, "iduser"))
}

func nameSet(names string) map[string]bool {
	set := make(map[string]bool)
	for _, name := range strings.Fields(names) {
		set[name] = true
	}
	return set
}

func newRules() *rules {
	r := &rules{exact: make(map[string]FieldKind), own: make(map[string]FieldKind)}
	for kind, names := range defaultFields {
		for _, name := range strings.Fields(names) {
			r.exact[name] = kind
		}
	}
	return r
}

// set makes the named fields of the given kind.
func (r *rules) set(kind FieldKind, names []string) {
	for _, name := range names {
		r.own[plainName(name)] = kind
	}
}

// kind returns the kind of the named field, "" if nothing is known of it.
func (r *rules) kind(name string) FieldKind {
	name = plainName(name)
	if kind, ok := r.own[name]; ok {
		return kind
	}
	if kind, ok := r.exact[name]; ok {
		return kind
	}
	for _, e := range endings {
		if strings.HasSuffix(name, e.ending) {
			return e.kind
		}
	}
	if digits := strings.TrimPrefix(name, "input"); digits != name && isDigits(digits) {
		return FieldText // an account's own field of SalesMan CRM
	}
	return ""
}

// secret reports whether the named field is a credential wherever it stands.
func (r *rules) secret(name string) bool { return r.kind(name) == FieldSecret }

// plainName is the last name in a path such as recv[castInn], persons[0][tel]
// or customers.email, in small letters, without what joins words.
func plainName(name string) string {
	parts := strings.FieldsFunc(name, func(c rune) bool { return c == '[' || c == ']' || c == '.' })
	for _, part := range slices.Backward(parts) {
		if !isDigits(part) || len(parts) == 1 {
			name = part
			break
		}
	}
	return strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(name))
}

func isDigits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(c rune) bool { return c < '0' || c > '9' })
}
