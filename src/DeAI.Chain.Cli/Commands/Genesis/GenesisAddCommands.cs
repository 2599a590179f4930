using System.CommandLine;
using DeAI.Chain.Cli.Commands.Keys;
using DeAI.Chain.Modules.Registry.Contracts;

namespace DeAI.Chain.Cli.Commands.Genesis;

/// <summary><c>deai genesis add</c>: what an organisation writes into the draft.</summary>
internal static class GenesisAddCommands
{
    private static readonly string[] RoleNames =
        [.. Enum.GetValues<Role>().Where(static role => role != Role.None).Select(static role => role.ToString().ToLowerInvariant())];

    public static Command Create(CommandFactory factory) =>
        CommandFactory.Group(
            "add", "Add to a draft; only public keys are written.",
            Organisation(factory), Validator(factory), Auditor(factory), Account(factory), Parameter(factory));

    private static Command Organisation(CommandFactory factory)
    {
        Argument<string> draft = DraftArgument();
        Option<string> name = new("--name") { Description = "Its name on this network.", Required = true };
        Option<string> entity = new("--legal-entity") { Description = "Its legal entity identifier.", Required = true };
        return factory.Make("organisation", "Add an organisation.", [draft, name, entity], context =>
            Change(context, draft, content => $"organisation {content.AddOrganisation(context.Get(name), context.Get(entity))}: {context.Get(name)}"));
    }

    private static Command Validator(CommandFactory factory)
    {
        Argument<string> draft = DraftArgument();
        Option<string> organisation = OrganisationOption();
        Option<string> key = KeyOption();
        return factory.Make("validator", "Give an organisation a validator.", [draft, organisation, key], context =>
        {
            PublicKey parsed = KeyReference.Parse(context.Get(key));
            return Change(context, draft, content =>
            {
                content.AddValidator(context.Get(organisation), parsed);
                return $"validator {parsed} of {context.Get(organisation)}";
            });
        });
    }

    private static Command Auditor(CommandFactory factory)
    {
        Argument<string> draft = DraftArgument();
        Option<string> organisation = OrganisationOption();
        Option<string> key = KeyOption();
        return factory.Make("auditor", "Let an organisation's auditor connect.", [draft, organisation, key], context =>
        {
            PublicKey parsed = KeyReference.Parse(context.Get(key));
            return Change(context, draft, content =>
            {
                content.AddAuditor(context.Get(organisation), parsed);
                return $"auditor {parsed} of {context.Get(organisation)}";
            });
        });
    }

    private static Command Account(CommandFactory factory)
    {
        Argument<string> draft = DraftArgument();
        Option<string> organisation = OrganisationOption();
        Option<string> key = KeyOption();
        Option<string[]> roles = new("--role") { Description = "A role, or several.", AllowMultipleArgumentsPerToken = true };
        roles.AcceptOnlyFromAmong(RoleNames);
        Option<ulong> credits = new("--credits") { Description = "Credits at the start, in the smallest unit." };
        return factory.Make("account", "Add an account of an organisation.", [draft, organisation, key, roles, credits], context =>
        {
            PublicKey parsed = KeyReference.Parse(context.Get(key));
            Role granted = (context.Get(roles) ?? []).Aggregate(Role.None, static (all, name) => all | Enum.Parse<Role>(name, ignoreCase: true));
            return Change(context, draft, content =>
            {
                content.AddAccount(context.Get(organisation), parsed, granted, context.Get(credits));
                return $"account {parsed} of {context.Get(organisation)}";
            });
        });
    }

    private static Command Parameter(CommandFactory factory)
    {
        Argument<string> draft = DraftArgument();
        Option<string> name = new("--name") { Description = "Such as consensus.block_interval_ms.", Required = true };
        Option<ulong> value = new("--value") { Description = "A whole number.", Required = true };
        return factory.Make("parameter", "Set a parameter that is not to have its default.", [draft, name, value], context =>
            Change(context, draft, content =>
            {
                content.SetParameter(context.Get(name), context.Get(value));
                return $"{context.Get(name)} = {context.Get(value)}";
            }));
    }

    private static int Change(CommandContext context, Argument<string> draft, Func<GenesisDraft, string> change)
    {
        string path = context.Get(draft);
        GenesisDraft content = GenesisDraft.Parse(GenesisFiles.Read(path), path);
        string what = change(content);
        File.WriteAllText(path, content.ToJson());
        context.Output.Write(new { draft = Path.GetFullPath(path), added = what }, text => text.WriteLine($"{path}: {what}"));
        return ExitCode.Done;
    }

    private static Argument<string> DraftArgument() => new("draft") { Description = "The draft." };

    private static Option<string> OrganisationOption() => new("--organisation") { Description = "The organisation's name in the draft.", Required = true };

    private static Option<string> KeyOption() =>
        new("--key") { Description = "A public key of 64 hexadecimal digits, or a keystore to take it from.", Required = true };
}
