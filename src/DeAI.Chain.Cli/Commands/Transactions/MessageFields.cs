using System.CommandLine;
using System.Globalization;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Modules.Registry.Contracts;

namespace DeAI.Chain.Cli.Commands.Transactions;

/// <summary>Declares the options of one message, and gives for each what reads its value: every kind of value is written in one way everywhere.</summary>
internal sealed class MessageFields
{
    private readonly List<Option> _options = [];
    private readonly List<Option<string>> _heights = [];

    public IReadOnlyList<Option> Options => _options;

    public Func<MessageValues, string> Text(string name, string description) => Field<string, string>(name, description, static text => text);

    public Func<MessageValues, ulong> Number(string name, string description) => Field<ulong, ulong>(name, description, static number => number);

    public Func<MessageValues, int> SignedNumber(string name, string description) => Field<int, int>(name, description, static number => number);

    public Func<MessageValues, Credits> Credits(string name, string description) =>
        Field<ulong, Credits>(name, description + " In credits, the smallest unit.", static amount => new Credits(amount));

    public Func<MessageValues, OrganisationId> Organisation(string name, string description) =>
        Field<uint, OrganisationId>(name, description + " Its number: deai query organisations.", static number => new OrganisationId(number));

    public Func<MessageValues, AccountId> Account(string name, string description) =>
        Field<string, AccountId>(name, description + " An account id, a public key or a keystore.", Arguments.Account);

    public Func<MessageValues, PublicKey> Key(string name, string description) =>
        Field<string, PublicKey>(name, description + " A public key or a keystore.", Keys.KeyReference.Parse);

    public Func<MessageValues, Hash256> Id(string name, string description) =>
        Field<string, Hash256>(name, description, text => new Hash256(Arguments.Hash(text, $"id for {name}")));

    /// <summary>Absent means default.</summary>
    public Func<MessageValues, Hash256> OptionalId(string name, string description)
    {
        Option<string?> option = Add(new Option<string?>(name) { Description = description });
        return values => values.Context.Get(option) is { } text ? new Hash256(Arguments.Hash(text, $"id for {name}")) : default;
    }

    /// <summary>Of something that stays outside the chain.</summary>
    public Func<MessageValues, Hash256> Digest(string name, string description) =>
        Field<string, Hash256>(name, description + " SHA-256 in hexadecimal, or the path of a file, which is hashed and sent to nobody.", DigestOf);

    /// <summary>Absolute, or as distance from the newest final height.</summary>
    public Func<MessageValues, Height> Height(string name, string description)
    {
        Option<string> option = Add(new Option<string>(name) { Description = description + " A height, or +N for N heights from now.", Required = true });
        _heights.Add(option);
        return values => HeightOf(values.Context.Get(option), values.Tip, name);
    }

    /// <summary>Exactly one of two flags has to be given.</summary>
    public Func<MessageValues, bool> Choice(string yes, string no, string description)
    {
        Option<bool> first = Add(new Option<bool>(yes) { Description = description });
        Option<bool> second = Add(new Option<bool>(no) { Description = $"The opposite of {yes}." });
        return values => values.Context.Get(first) != values.Context.Get(second)
            ? values.Context.Get(first)
            : throw CliException.Usage($"Give either {yes} or {no}");
    }

    public Func<MessageValues, T> OneOf<T>(string name, string description, params IReadOnlyList<T> values)
        where T : struct, Enum
    {
        Option<string> option = Add(new Option<string>(name) { Description = description, Required = true });
        option.AcceptOnlyFromAmong([.. values.Select(static value => value.ToString().ToLowerInvariant())]);
        return given => Enum.Parse<T>(given.Context.Get(option), ignoreCase: true);
    }

    public Func<MessageValues, Role> Roles(string name = "--role")
    {
        Option<string[]> option = Add(new Option<string[]>(name) { Description = "A role, or several.", AllowMultipleArgumentsPerToken = true });
        option.AcceptOnlyFromAmong([.. Enum.GetValues<Role>().Where(static role => role != Role.None).Select(static role => role.ToString().ToLowerInvariant())]);
        return values => (values.Context.Get(option) ?? []).Aggregate(Role.None, static (all, role) => all | Enum.Parse<Role>(role, ignoreCase: true));
    }

    /// <summary>For what is particular to one message.</summary>
    public Option<T> Add<T>(Option<T> option)
    {
        _options.Add(option);
        return option;
    }

    /// <summary>Whether the command line names a height by its distance.</summary>
    public bool NeedsTip(CommandContext context) => _heights.Exists(option => context.Get(option)?.StartsWith('+') == true);

    private Func<MessageValues, TValue> Field<TText, TValue>(string name, string description, Func<TText, TValue> read)
    {
        Option<TText> option = Add(new Option<TText>(name) { Description = description, Required = true });
        return values => read(values.Context.Get(option));
    }

    private static Hash256 DigestOf(string text)
    {
        if (Bytes32.TryParse(text, out Bytes32 digest))
        {
            return new Hash256(digest.ToArray());
        }

        return File.Exists(text)
            ? Sha256.Hash(File.ReadAllBytes(text))
            : throw CliException.Usage($"'{text}' is neither a SHA-256 of 64 hexadecimal digits nor a file");
    }

    private static Height HeightOf(string text, Height tip, string name)
    {
        bool isRelative = text.StartsWith('+');
        return ulong.TryParse(isRelative ? text[1..] : text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
            && number <= ulong.MaxValue - (isRelative ? tip.Value : 0)
                ? new Height(isRelative ? tip.Value + number : number)
                : throw CliException.Usage($"'{text}' is no height for {name}: expected a number, or +N");
    }
}
