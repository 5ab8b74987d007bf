package salesman

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// UsersService reads and adds users of the CRM (user).
type UsersService service

// User is a user as the list shows it.
type User struct {
	ID int64 `json:"iduser,omitzero"`
	// UID and DepartmentUID are ids in another system; "" for none.
	UID           string `json:"uid,omitzero"`
	DepartmentUID string `json:"oid,omitzero"`
	// Name is the full name.
	Name  string `json:"title,omitzero"`
	Login string `json:"login,omitzero"`
	Email string `json:"email,omitzero"`
	// Active users can log in.
	Active YesNo `json:"active"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// UserInfo is a user as Get shows it.
type UserInfo struct {
	User
	Role     UserRole `json:"tip,omitzero"`
	JobTitle string   `json:"user_post,omitzero"`
	Phone    string   `json:"phone,omitzero"`
	// Extension is the number inside the company.
	Extension string `json:"phone_in,omitzero"`
	Mobile    string `json:"mob,omitzero"`
}

// UserRole is what a user may do.
//
// The constants: [RoleHead] "Руководитель организации",
// [RoleHeadWithAccess] "Руководитель с доступом", [RoleHeadOfDivision] "Руководитель
// подразделения", [RoleHeadOfDepartment] "Руководитель отдела",
// [RoleSalesManager] "Менеджер продаж", [RoleSalesSupport] "Поддержка продаж",
// [RoleSpecialist] "Специалист", [RoleAdministrator] "Администратор".
type UserRole string

// The roles of users.
const (
	RoleHead             UserRole = "Руководитель организации"
	RoleHeadWithAccess   UserRole = "Руководитель с доступом"
	RoleHeadOfDivision   UserRole = "Руководитель подразделения"
	RoleHeadOfDepartment UserRole = "Руководитель отдела"
	RoleSalesManager     UserRole = "Менеджер продаж"
	RoleSalesSupport     UserRole = "Поддержка продаж"
	RoleSpecialist       UserRole = "Специалист"
	RoleAdministrator    UserRole = "Администратор"
)

// UserGetParams says which user to read: by the first of them that is set.
type UserGetParams struct {
	// UID is the id in another system.
	UID   string `json:"uid,omitzero"`
	Login string `json:"user,omitzero"`
	ID    int64  `json:"iduser,omitzero"`
}

var opUsersGet = &transport.Operation{
	ID: "user.user", Method: http.MethodPost, Path: "/user", Class: frontdesk.ClassSafe,
}

// Get returns one user.
//
// Errors: an unknown user is [frontdesk.ErrNotFound] with [CodeNotFound];
// [frontdesk.ErrInvalid] for no key at all, or for a quote or a backslash in one,
// before sending: the server would crash.
//
// SalesMan docs: user, user
//
// Operation: user.user, safe.
//
//frontdesk:op salesman user.user
func (s *UsersService) Get(ctx context.Context, params *UserGetParams, opts ...frontdesk.Option) (*UserInfo, error) {
	c := s.client
	if params == nil || params.UID == "" && params.Login == "" && params.ID <= 0 {
		return nil, c.core.InvalidArgument(opUsersGet, "iduser", "a uid, login or positive id is required")
	}
	if err := c.checkUser(opUsersGet, "user", params.Login); err != nil {
		return nil, err
	}
	if err := c.checkSQL(opUsersGet, "uid", params.UID); err != nil {
		return nil, err
	}
	if err := c.checkIDs(opUsersGet, "", idParam{"iduser", params.ID}); err != nil {
		return nil, err
	}
	return readRecord(ctx, c, request{op: opUsersGet, params: params}, func(u *UserInfo) int64 { return u.ID }, opts)
}

var opUsersList = &transport.Operation{
	ID: "user.user_list", Method: http.MethodPost, Path: "/user", Class: frontdesk.ClassSafe,
}

// List returns all users of the account, also those who cannot log in any more.
//
// Errors: [frontdesk.ErrAuth] with [CodeUnauthorized] for a wrong login or key.
//
// SalesMan docs: user, user.list
//
// Operation: user.user_list, safe.
//
//frontdesk:op salesman user.user_list
func (s *UsersService) List(ctx context.Context, opts ...frontdesk.Option) ([]User, error) {
	return readData[[]User](ctx, s.client, request{op: opUsersList}, opts)
}

// UserCreateParams is a user to add.
type UserCreateParams struct {
	// Login is required; in the cloud it is a mail address.
	Login string `json:"user,omitzero"`
	// Password is required. It travels as it is; logs and dumps do not show it.
	Password string `json:"password,omitzero"`
	// Name is the full name.
	Name string `json:"title,omitzero"`
	// UID and DepartmentUID are ids in another system. A department that the account
	// does not have is dropped without a word; Get shows whether it was taken. A UID that
	// the server would cut or rewrite is refused.
	UID           string `json:"uid,omitzero"`
	DepartmentUID string `json:"otdel,omitzero"`
	// Chief is the login of the user's head; default the head of the organisation.
	Chief string `json:"boss,omitzero"`
	// Role is [RoleSalesManager] unless set.
	Role     UserRole `json:"tip,omitzero"`
	JobTitle string   `json:"user_post,omitzero"`
	Phone    string   `json:"phone,omitzero"`
	Mobile   string   `json:"mob,omitzero"`
	Fax      string   `json:"fax,omitzero"`
	Birthday Date     `json:"bday,omitzero"`
}

var opUsersCreate = &transport.Operation{
	ID: "user.user_add", Method: http.MethodPost, Path: "/user", Class: frontdesk.ClassUnsafe,
}

// Create adds a user and returns its id, after it has made sure that Chief, where it
// is set, is an active user, by one more call: with any other the server adds a user
// without a head, whose records nobody else sees. CreateUnchecked leaves that out.
// After an unknown outcome of the write ([frontdesk.Error.MayHaveHappened]), Get with the
// login tells whether it was added.
//
// Errors: those of CreateUnchecked; an unknown Chief is [frontdesk.ErrNotFound] with
// [CodeNotFound] and Field boss, and an inactive one [frontdesk.ErrInvalid] with that
// Field, both before the write.
//
// Operations: user.user, user.user_add.
//
//frontdesk:uses salesman user.user user.user_add
func (s *UsersService) Create(ctx context.Context, params *UserCreateParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if err := s.checkCreate(params); err != nil {
		return nil, err
	}
	if err := s.client.requireUser(ctx, opUsersCreate, namedUser{field: "boss", login: params.Chief}, opts); err != nil {
		return nil, err
	}
	return s.CreateUnchecked(ctx, params, opts...)
}

// CreateUnchecked adds a user by the plain call and returns its id. An unknown Chief
// is no error: the user then has no head. Mail address and extension have to be set
// in the CRM: the server takes them and stores neither. For unknown outcomes see
// [UsersService.Create].
//
// Errors: [frontdesk.ErrInvalid] without login or password, or for a quote or a
// backslash in a login or in DepartmentUID, before sending; a login that exists is
// [frontdesk.ErrConflict] with [CodeRefused]; on servers whose database tells
// capitals apart it is always [frontdesk.ErrServer] with [CodeException].
//
// SalesMan docs: user, user.add
//
// Operation: user.user_add, unsafe.
//
//frontdesk:op salesman user.user_add
func (s *UsersService) CreateUnchecked(ctx context.Context, params *UserCreateParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if err := s.checkCreate(params); err != nil {
		return nil, err
	}
	s.client.core.Redactor().Add(params.Password)
	return s.client.writeOne(ctx, request{op: opUsersCreate, params: params}, opts)
}

func (s *UsersService) checkCreate(params *UserCreateParams) error {
	c, op := s.client, opUsersCreate
	switch {
	case params == nil || params.Login == "":
		return c.core.InvalidArgument(op, "user", "is required")
	case params.Password == "":
		return c.core.InvalidArgument(op, "password", "is required")
	}
	if err := c.checkUser(op, "user", params.Login); err != nil {
		return err
	}
	if err := c.checkUser(op, "boss", params.Chief); err != nil {
		return err
	}
	if strings.ContainsAny(params.UID, `'\`) {
		return c.core.InvalidArgument(op, "uid", "has a quote or a backslash, which the server would drop")
	}
	if err := c.checkUID(op, "uid", params.UID); err != nil {
		return err
	}
	if err := c.checkSQL(op, "otdel", params.DepartmentUID); err != nil {
		return err
	}
	return c.checkDays(op, namedDay{"bday", params.Birthday})
}
