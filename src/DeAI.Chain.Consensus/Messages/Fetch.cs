namespace DeAI.Chain.Consensus;

/// <summary>A request to one peer.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Kind">What is asked for.</param>
/// <param name="View">The proposal's view, or the first view of the certificates.</param>
/// <param name="Digest">The proposal's digest; <c>default</c> exactly when certificates are asked for.</param>
public sealed record Fetch(Epoch Epoch, FetchKind Kind, View View, Hash256 Digest) : ICanonical<Fetch>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.Write(Epoch);
        writer.Write((byte)Kind);
        writer.Write(View);
        ConsensusEncoding.WriteDigestOrNil(writer, Digest);
    }

    public static Fetch Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(4);
        Fetch fetch = new(
            reader.ReadEpoch(),
            (FetchKind)ConsensusEncoding.ReadEnum(ref reader, (byte)FetchKind.Certificates, "kind of request"),
            reader.ReadView(),
            ConsensusEncoding.ReadDigestOrNil(ref reader));
        if (reader.Failure is null && (fetch.Kind == FetchKind.Proposal) == fetch.Digest.IsDefault)
        {
            reader.Fail(ConsensusErrors.BadMessage, $"a request of kind {(byte)fetch.Kind} with digest '{fetch.Digest}'");
        }

        return fetch;
    }
}
