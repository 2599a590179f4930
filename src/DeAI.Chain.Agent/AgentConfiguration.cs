using System.Text.Json;
using System.Text.Json.Serialization;
using DeAI.Chain.Agent.Sabotage;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent;

/// <summary>
/// An agent's configuration; the README is its reference. Read from JSON with comments; an unknown key is an error, for a misspelt one would
/// otherwise be a silent default.
/// </summary>
public sealed record AgentConfiguration
{
    private const int MaxQuoted = 500;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Addresses of nodes, <c>https://host:port</c>; the next is asked when one does not answer.</summary>
    public required IReadOnlyList<string> Nodes { get; init; }

    /// <summary>The network's genesis file: it fixes the chain's id and who may sign for its state.</summary>
    public required string Genesis { get; init; }

    /// <summary>The keystore of the member's account.</summary>
    public required string Keystore { get; init; }

    /// <summary>A file with the keystore's passphrase; without it the environment's <c>DEAI_PASSPHRASE</c> is used.</summary>
    public string? PassphraseFile { get; init; }

    /// <summary>The account, where its key was changed since it began; otherwise it is that of the key.</summary>
    public string? Account { get; init; }

    /// <summary>Check every answer of a node against the genesis, with its proof. Off only where the node is the member's own.</summary>
    public bool VerifyReads { get; init; } = true;

    /// <summary>The flights to train on, CSV, plain or <c>.gz</c>.</summary>
    public required string Data { get; init; }

    /// <summary>Flights from this day on are not read.</summary>
    public DateOnly TrainBefore { get; init; } = new(2001, 5, 1);

    /// <summary>Where the journal lies.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Only this task, by id.</summary>
    public string? Task { get; init; }

    /// <summary>Only tasks of this name.</summary>
    public string? TaskName { get; init; }

    /// <summary>The purpose that the member consents to; other tasks are left alone.</summary>
    public required string Purpose { get; init; }

    /// <summary>A short name of the terms under which the data set is declared.</summary>
    public string Licence { get; init; } = "members-only";

    /// <summary>How long a consent lasts, in heights.</summary>
    public ulong ConsentHeights { get; init; } = 1_000_000;

    /// <summary>Blocks kept apart for each round; never fewer than the task asks to see.</summary>
    public int HoldoutBlocksPerRound { get; init; } = 4;

    /// <summary>At most so many blocks are trained on.</summary>
    public int MaxTrainingBlocks { get; init; } = 1024;

    /// <summary>The first round of a task to join, from 1. Before it, data is declared and consent given, and that is all.</summary>
    public uint FirstRound { get; init; } = 1;

    /// <summary>Leave when no task is left that could be joined.</summary>
    public bool StopWhenDone { get; init; }

    /// <summary>A drill: one false contribution of this kind, to see it refused. Costs the bond.</summary>
    public SabotageKind Sabotage { get; init; }

    public static Result<AgentConfiguration> Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Result.Refuse<AgentConfiguration>(AgentErrors.BadConfiguration, $"{path}: {e.Message}");
        }
    }

    /// <param name="json">The text of the file.</param>
    /// <param name="source">Its name, for refusals.</param>
    public static Result<AgentConfiguration> Parse(string json, string source)
    {
        try
        {
            AgentConfiguration? configuration = JsonSerializer.Deserialize<AgentConfiguration>(json, Options);
            return configuration is null
                ? Result.Refuse<AgentConfiguration>(AgentErrors.BadConfiguration, $"{source}: the file holds null")
                : configuration.Validate(source);
        }
        catch (JsonException e)
        {
            // The message may quote the file at any length.
            string message = e.Message.Length <= MaxQuoted ? e.Message : e.Message[..MaxQuoted] + "…";
            return Result.Refuse<AgentConfiguration>(AgentErrors.BadConfiguration, $"{source}: {message}");
        }
    }

    private Result<AgentConfiguration> Validate(string source)
    {
        string? fault = this switch
        {
            { Nodes: null or { Count: 0 } } => "nodes names no node",
            _ when Nodes.Any(static node => !Uri.TryCreate(node, UriKind.Absolute, out _)) => "a node is no absolute address such as https://host:port",
            _ when string.IsNullOrWhiteSpace(Data) => "data names no file",
            _ when string.IsNullOrWhiteSpace(StateDirectory) => "stateDirectory names no folder",
            _ when string.IsNullOrWhiteSpace(Purpose) => "purpose is empty: a member trains only for what it consents to",
            _ when Task is not null && !Hash256.TryParse(Task, out _) => "task is no id of 64 hexadecimal digits",
            _ when Account is not null && !Hash256.TryParse(Account, out _) => "account is no id of 64 hexadecimal digits",
            _ when HoldoutBlocksPerRound is < 1 or > 64 => "holdoutBlocksPerRound is not within 1 to 64",
            _ when MaxTrainingBlocks is < 1 or > 1024 => "maxTrainingBlocks is not within 1 to 1024",
            _ when FirstRound == 0 => "firstRound is 0: rounds are counted from 1",
            _ when ConsentHeights == 0 => "consentHeights is 0",
            _ => null,
        };
        return fault is null ? Result.Of(this) : Result.Refuse<AgentConfiguration>(AgentErrors.BadConfiguration, $"{source}: {fault}");
    }
}
