"""Accounts and the posts they hold. A post is a role at an organization; one account may hold several."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from xueji.parties.history import keep_history
from xueji.parties.models.offices import Campus, Office, School
from xueji.vocabulary.parties import Role


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by user name, as Django's sign-in asks."""


@keep_history(exclude=["password", "last_login"])
class Account(AbstractBaseUser):
    """A person who signs in. There are no superusers: what an account may do follows from its posts alone."""

    username = models.CharField(max_length=40, unique=True)
    full_name = models.CharField(max_length=60)
    email = models.EmailField(blank=True, help_text="where the digest of the day goes; nothing is mailed without it")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    objects = AccountManager()

    def __str__(self) -> str:
        return self.full_name


@keep_history()
class Post(models.Model):
    """A role at a school (or one campus of it) or at an office, from–to in city dates."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=30, choices=[(role.value, role.label.zh) for role in Role])
    school = models.ForeignKey(School, null=True, on_delete=models.PROTECT, related_name="posts")
    campus = models.ForeignKey(Campus, null=True, on_delete=models.PROTECT)
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="posts")
    class_group_ids = ArrayField(models.BigIntegerField(), default=list, help_text="classes of a homeroom teacher")
    stands_in_for = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="stand_ins")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        ordering = ["account_id", "id"]
        constraints = [
            models.CheckConstraint(
                name="post_at_school_or_office",
                condition=models.Q(school__isnull=False, office__isnull=True)
                | models.Q(school__isnull=True, office__isnull=False, campus__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} · {Role(self.role).label.zh}"

    @property
    def place(self) -> str:
        """Name of the organization, with the campus where the post is bound to one."""
        if self.campus is not None:
            return f"{self.school}{self.campus.name}"
        return str(self.school or self.office)


class SecondFactor(models.Model):
    """TOTP of an account. `secret` is kept encrypted under a key that is not in the database."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="second_factor")
    secret = models.TextField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0, help_text="30-second step of the latest code taken: none works twice")

    def __str__(self) -> str:
        return f"{self.account_id}"


class RecoveryCode(models.Model):
    """One code for the day the telephone is lost. Kept as a digest, good once."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.account_id}"
