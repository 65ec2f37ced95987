using ActorGaze.Actors.Contracts;

namespace ActorGaze.Tests.Actors.Contracts;

public sealed class JournalAddressTests
{
    [Theory]
    [InlineData("postgresql://me@db/journal", "me", "db", 5432, "journal")]
    [InlineData("postgres://me@db:6432/journal", "me", "db", 6432, "journal")]
    [InlineData("postgresql://a%20b@10.0.0.7/j%2Fk?sslmode=verify-full&sslrootcert=/etc/ca.pem", "a b", "10.0.0.7", 5432, "j/k")]
    [InlineData("postgresql://me@[2001:db8::1]:5433/journal", "me", "2001:db8::1", 5433, "journal")]
    [InlineData("postgresql://me@/journal?host=/run/postgresql", "me", "/run/postgresql", 5432, "journal")]
    [InlineData("postgresql://me@/journal?host=%2Frun%2Fpg&port=5433", "me", "/run/pg", 5433, "journal")]
    public void An_address_is_read_and_written_the_same(string text, string user, string host, int port, string database)
    {
        Assert.True(JournalAddress.TryParse(text, out var address, out _));

        Assert.Equal((user, host, port, database), (address.User, address.Host, address.Port, address.Database));
        Assert.True(JournalAddress.TryParse(address.ToString(), out var again, out _));
        Assert.Equal(address, again);
    }

    [Theory]
    [InlineData("journal", JournalAddress.Allowed)]
    [InlineData("http://me@db/journal", JournalAddress.Allowed)]
    [InlineData("Host=db;Username=me;Database=journal", JournalAddress.Allowed)]
    [InlineData("postgresql://db/journal", JournalAddress.Allowed)]
    [InlineData("postgresql://me@db", JournalAddress.Allowed)]
    [InlineData("postgresql://me@db/journal/more", JournalAddress.Allowed)]
    [InlineData("postgresql://me:secret@db/journal", "an address without a password: set PGPASSWORD, ")]
    [InlineData("postgresql://me:@db/journal", "an address without a password: ")]
    [InlineData("postgresql://me@/journal", "one host: ")]
    [InlineData("postgresql://me@db/journal?host=/run/pg", "one host: ")]
    [InlineData("postgresql://me@/journal?host=db", "a folder that begins with /")]
    [InlineData("postgresql://me@db:0/journal", "one port, ")]
    [InlineData("postgresql://me@db:70000/journal", "one port, ")]
    [InlineData("postgresql://me@db:1/journal?port=2", "one port, ")]
    [InlineData("postgresql://me@db/journal?sslmode=full", "sslmode as one of disable, ")]
    [InlineData("postgresql://me@db/journal?password=secret", "behind the ?, each once and with a value: host")]
    [InlineData("postgresql://me@db/journal?port=1&port=1", "behind the ?, each once")]
    [InlineData("postgresql://me@db/journal?sslmode=", "behind the ?, each once")]
    public void What_is_no_address_is_refused_with_what_is_allowed_and_without_the_text(string text, string allowed)
    {
        Assert.False(JournalAddress.TryParse(text, out _, out var wrong));

        Assert.StartsWith(allowed, wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", wrong, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgresql://me:secret@db/j", "postgresql://me:…@db/j")]
    [InlineData("postgresql://me:se@cret/@db/j", "postgresql://me:…@db/j")]
    [InlineData("me:secret@db", "me:…@db")]
    [InlineData("Host=db;Password=secret;Database=j", "Host=db;Password=…;Database=j")]
    [InlineData("postgresql://me@db/j?password=secret&sslmode=require", "postgresql://me@db/j?password=…&sslmode=require")]
    [InlineData("postgresql://me@db:5432/j", "postgresql://me@db:5432/j")]
    public void A_message_shows_no_password(string text, string shown) => Assert.Equal(shown, JournalAddress.WithoutPassword(text));
}
