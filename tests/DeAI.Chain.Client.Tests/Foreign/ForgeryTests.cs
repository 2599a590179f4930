using DeAI.Chain.Api.Tests.Testing;
using DeAI.Chain.Client.Proofs;
using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;
using Xunit.Abstractions;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>Files whose every signature is real, but not enough, of the wrong people, or under something else: made with validators' keys.</summary>
public sealed class ForgeryTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly TestChain _chain = new();
    private ProofFile _proof = null!;

    // Epoch 1 has seats of organisations 1 to 3; organisation 4 has lost its own.
    public async Task InitializeAsync()
    {
        ValidatorSet next = new(Sequence.From(_chain.Document.Validators.Seats.Items.Take(3)));
        Assert.Empty(_chain.Seal([_chain.Verified(_chain.Sign(0, 1, TestModule.Number, 1, new SetValidators(next)))]));
        _chain.StartEpoch();
        await using ApiServer server = await ApiServer.StartAsync(_chain);
        using ChainClient client = new(new ChainClientOptions { Nodes = [server.Address], Genesis = _chain.Document });
        Blob key = new(AccountsQueries.BalanceKey(_chain.Account(1)));
        Api.V1.GetStateResponse answer = await client.State.GetAsync(new Api.V1.GetStateRequest { Key = Google.Protobuf.ByteString.CopyFrom(key.Span) });
        _proof = ProofFile.Of(key.Span, answer);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Verify_RealSignaturesOnAForgedProof_IsRefusedByBoth()
    {
        BlockHeader real = Canonical.Decode<BlockHeader>(_proof.Finality.Header.Span).Value;
        BlockHeader forged = real with { StateRoot = Sha256.Hash("forged"u8) };
        ChainId elsewhere = new(Sha256.Hash("elsewhere"u8).Value);
        (string Name, string Reason, ProofFile Proof)[] forgeries =
        [
            ("a seat short", "consensus.no_quorum", With(forged, Certify(forged, [0, 1]))),
            ("a seat short, one vote twice", "consensus.bad_signature", With(forged, Claim(Certify(forged, [0, 1, 1]), 0b111))),
            ("the seat that was lost votes", "consensus.bad_signature", With(forged, Claim(Certify(forged, [0, 1, 3]), 0b111))),
            ("and claims its old place", "consensus.seat_out_of_range", With(forged, Claim(Certify(forged, [0, 1, 3]), 0b1011))),
            ("notarized only", "proof.bad_certificate", With(forged, Certify(forged, [0, 1, 2], VoteKind.Notarize))),
            ("notarized, and called finalized", "consensus.bad_signature", With(forged, Relabel(Certify(forged, [0, 1, 2], VoteKind.Notarize), forged))),
            ("signed on another chain", "consensus.bad_signature", With(forged, Certify(forged, [0, 1, 2], chain: elsewhere))),
            ("signed in another epoch", "consensus.bad_signature", With(forged, Certify(forged, [0, 1, 2], epoch: 0) with { Epoch = real.Epoch })),
            ("of another block", "proof.bad_certificate", With(forged, Certify(real, [0, 1, 2]))),
            ("of another block, and called this one's", "consensus.bad_signature", With(forged, Relabel(Certify(real, [0, 1, 2]), forged))),
            ("of another view", "proof.bad_certificate", With(forged, Certify(forged with { View = forged.View.Next }, [0, 1, 2]))),
            ("an older epoch's view again", "consensus.view_out_of_range", AtView(forged, 1)),
            ("whole, but of another state", "state.bad_proof", With(forged, Certify(forged, [0, 1, 2]))),
        ];

        // The last one shows that only what is named keeps the others from being accepted.
        Assert.True(ProofVerifier.Verify(With(real, Certify(real, [0, 1, 2])), _chain.Document).IsOk);
        Assert.All(forgeries, forgery => Assert.Equal(
            $"{forgery.Name}: {forgery.Reason}", $"{forgery.Name}: {ProofVerifier.Verify(forgery.Proof, _chain.Document).Refusal?.Code}"));
        if (!await PythonVerifier.IsHereAsync())
        {
            output.WriteLine("Skipped: /usr/bin/python3 with the package cryptography is not here.");
            return;
        }

        IReadOnlyList<Verdict> verdicts = await PythonVerifier.JudgeAsync(_chain.GenesisJson, [.. forgeries.Select(static forgery => forgery.Proof.ToJson())]);
        Assert.Equal(forgeries.Select(static forgery => forgery.Reason), verdicts.Select(static verdict => verdict.Theirs));
    }

    private ProofFile With(BlockHeader header, Certificate certificate) => _proof with
    {
        Finality = _proof.Finality with { Header = new Blob(Canonical.Encode(header)), Descendants = default, Certificate = new Blob(Canonical.Encode(certificate)) },
    };

    private ProofFile AtView(BlockHeader forged, ulong view)
    {
        BlockHeader early = forged with { View = new View(view) };
        return With(early, Certify(early, [0, 1, 2]));
    }

    private static Certificate Claim(Certificate certificate, byte bitmap) => certificate with { Bitmap = new Blob(new[] { bitmap }) };

    private static Certificate Relabel(Certificate certificate, BlockHeader header) =>
        certificate with { Vote = Vote.Finalize(certificate.Vote.View, header.Digest) };

    private Certificate Certify(BlockHeader header, int[] signers, VoteKind kind = VoteKind.Finalize, ChainId? chain = null, ulong? epoch = null)
    {
        Epoch signed = epoch is { } number ? new Epoch(number) : header.Epoch;
        Vote vote = new(kind, header.View, header.Digest);
        byte[] message = SigningBytes.OfVote(chain ?? header.Chain, signed, vote);
        int bitmap = signers.Aggregate(0, static (bits, seat) => bits | (1 << seat));
        return new Certificate(
            signed, vote, new Blob(new[] { (byte)bitmap }), new Blob(signers.SelectMany(seat => _chain.Seats[seat].Sign(message).ToArray()).ToArray()));
    }
}
