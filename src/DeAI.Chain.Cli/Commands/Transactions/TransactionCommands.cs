using System.CommandLine;
using System.Text.Json.Nodes;
using DeAI.Chain.Api.V1;
using DeAI.Chain.Cli.Commands.Keys;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Messages;
using Google.Protobuf;
using Command = System.CommandLine.Command;

namespace DeAI.Chain.Cli.Commands.Transactions;

/// <summary><c>deai tx</c>: signs a transaction and waits until it is final.</summary>
internal static class TransactionCommands
{
    public static Command Create(CommandFactory factory) =>
        CommandFactory.Group(
            "tx", "Sign a transaction, and wait until it is final.",
            Transfer(factory), Issue(factory), Redeem(factory), RegisterAccount(factory), SetRoles(factory), Raw(factory));

    private static Command Transfer(CommandFactory factory)
    {
        Sending sending = new();
        Option<string> to = ToOption();
        Option<ulong> amount = AmountOption();
        return factory.Make("transfer", "Give credits to another account.", [to, amount, .. sending.Symbols], context =>
            sending.Send(context, ModuleIds.Accounts, Modules.Accounts.Messages.Transfer.Type, new Transfer(Arguments.Account(context.Get(to)), new Credits(context.Get(amount)))));
    }

    private static Command Issue(CommandFactory factory)
    {
        Sending sending = new();
        Option<string> to = ToOption();
        Option<ulong> amount = AmountOption();
        return factory.Make("issue", "Create credits against money paid in outside; for the role issuer.", [to, amount, .. sending.Symbols], context =>
            sending.Send(context, ModuleIds.Accounts, Modules.Accounts.Messages.Issue.Type, new Issue(Arguments.Account(context.Get(to)), new Credits(context.Get(amount)))));
    }

    private static Command Redeem(CommandFactory factory)
    {
        Sending sending = new();
        Option<ulong> amount = AmountOption();
        return factory.Make("redeem", "Turn credits back into money outside; for the role payout.", [amount, .. sending.Symbols], context =>
            sending.Send(context, ModuleIds.Accounts, Modules.Accounts.Messages.Redeem.Type, new Redeem(new Credits(context.Get(amount)))));
    }

    private static Command RegisterAccount(CommandFactory factory)
    {
        Sending sending = new();
        Option<uint> organisation = new("--organisation") { Description = "The organisation's number.", Required = true };
        Option<string> key = new("--new-key") { Description = "The new account's public key or keystore.", Required = true };
        Option<string[]> roles = RolesOption();
        return factory.Make("register-account", "Open an account of an organisation; for the role registrar.", [organisation, key, roles, .. sending.Symbols], context =>
            sending.Send(
                context, ModuleIds.Registry, Modules.Registry.Messages.RegisterAccount.Type,
                new RegisterAccount(new OrganisationId(context.Get(organisation)), KeyReference.Parse(context.Get(key)), Roles(context, roles))));
    }

    private static Command SetRoles(CommandFactory factory)
    {
        Sending sending = new();
        Option<string> to = ToOption();
        Option<string[]> grant = RolesOption("--grant");
        Option<string[]> revoke = RolesOption("--revoke");
        return factory.Make("set-roles", "Grant and revoke roles of an account; for the role registrar.", [to, grant, revoke, .. sending.Symbols], context =>
            sending.Send(
                context, ModuleIds.Registry, Modules.Registry.Messages.SetRoles.Type,
                new SetRoles(Arguments.Account(context.Get(to)), Roles(context, grant), Roles(context, revoke))));
    }

    private static Command Raw(CommandFactory factory)
    {
        NodeConnection connection = new();
        Argument<string> hex = new("transaction") { Description = "A signed transaction in its canonical encoding, in hexadecimal; - reads it from the standard input." };
        return factory.Make("raw", "Submit a transaction that was signed elsewhere, as it is.", [hex, .. connection.Symbols], context => connection.Use(context, async client =>
        {
            string text = context.Get(hex) == "-" ? await Console.In.ReadToEndAsync(context.Stop) : context.Get(hex);
            byte[] bytes;
            try
            {
                bytes = Convert.FromHexString(text.Trim());
            }
            catch (FormatException)
            {
                throw CliException.Usage("The transaction is not in hexadecimal");
            }

            SubmitAndWaitResponse answer = await client.Transactions.SubmitAndWaitAsync(new SubmitRequest { Transaction = ByteString.CopyFrom(bytes) }, context.Stop);
            JsonObject json = ProtoJson.Of(answer);
            context.Output.Write(json, writer => ProtoJson.WriteText(json, writer));
            return ExitCode.Done;
        }));
    }

    private static Role Roles(CommandContext context, Option<string[]> option) =>
        (context.Get(option) ?? []).Aggregate(Role.None, static (all, name) => all | Enum.Parse<Role>(name, ignoreCase: true));

    private static Option<string> ToOption() => new("--to") { Description = "An account id, a public key or a keystore.", Required = true };

    private static Option<ulong> AmountOption() => new("--amount") { Description = "Credits, in the smallest unit.", Required = true };

    private static Option<string[]> RolesOption(string name = "--role")
    {
        Option<string[]> option = new(name) { Description = "A role, or several.", AllowMultipleArgumentsPerToken = true };
        option.AcceptOnlyFromAmong([.. Enum.GetValues<Role>().Where(static role => role != Role.None).Select(static role => role.ToString().ToLowerInvariant())]);
        return option;
    }
}
