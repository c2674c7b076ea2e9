package stoa.rooms;

import stoa.core.entity.Decision;

/** Finds the aspect that decides a command; holds no rule of its own. */
final class RoomDecider {
    private RoomDecider() {}

    static Decision<RoomEvent, RoomEffect> decide(Room room, RoomCommand command, Turn turn) {
        return switch (command) {
            case RoomCommand.Talk c -> Messages.talk(room, c, turn);
            case RoomCommand.Retract c -> Retraction.retract(room, c, turn);
            case RoomCommand.Moderate c -> Moderation.moderate(room, c, turn);
            case RoomCommand.Enter c -> Joining.enter(room, c, turn);
            case RoomCommand.Leave c -> Leaving.leave(room, c);
            case RoomCommand.Probe c -> Presences.probe(room, c);
            case RoomCommand.Bounced c -> Leaving.bounced(room, c);
            case RoomCommand.ChangeSubject c -> Subject.change(room, c, turn);
            case RoomCommand.Whisper c -> PrivateMessages.whisper(room, c, turn);
            case RoomCommand.Invite c -> Invitations.invite(room, c, turn);
            case RoomCommand.Decline c -> Invitations.decline(room, c, turn);
            case RoomCommand.RequestVoice c -> VoiceRequests.request(room, c);
            case RoomCommand.AnswerVoice c -> VoiceRequests.answer(room, c);
            case RoomCommand.ListAffiliation c -> AffiliationLists.list(room, c);
            case RoomCommand.ListRole c -> Roles.list(room, c);
            case RoomCommand.ChangeRoles c -> Roles.change(room, c, turn);
            case RoomCommand.ChangeAffiliations c -> AffiliationChanges.change(room, c, turn);
            case RoomCommand.GetConfig c -> ConfigForm.get(room, c);
            case RoomCommand.Configure c -> ConfigForm.submit(room, c, turn);
            case RoomCommand.GetMentions c -> Mentions.get(room, c);
            case RoomCommand.ConfigureMentions c -> Mentions.submit(room, c);
            case RoomCommand.CancelConfig c -> ConfigForm.cancel(room, c);
            case RoomCommand.Destroy c -> Destroying.destroy(room, c, turn);
            case RoomCommand.ReadVcard c -> Avatar.read(room, c);
            case RoomCommand.PublishVcard c -> Avatar.publish(room, c);
            case RoomCommand.ListCommands c -> HatCommands.list(room, c);
            case RoomCommand.DescribeCommand c -> HatCommands.describe(room, c);
            case RoomCommand.RunHatCommand c -> HatCommands.run(room, c, turn);
            case RoomCommand.Describe c -> Discovery.info(room, c, turn);
            case RoomCommand.PingRoom c -> Discovery.ping(room, c);
            case RoomCommand.ListOccupants c -> Discovery.items(room, c);
            case RoomCommand.AskReservedNick c -> Discovery.reservedNick(room, c);
            case RoomCommand.GetRegistration c -> Registration.get(room, c);
            case RoomCommand.Register c -> Registration.register(room, c, turn);
            case RoomCommand.AnswerRegistration c -> Approval.answer(room, c, turn);
            case RoomCommand.Unregister c -> Registration.unregister(room, c, turn);
            case RoomCommand.RelayRequest c -> Relaying.request(room, c);
            case RoomCommand.RelayAnswer c -> Relaying.answer(room, c);
            case RoomCommand.AskHistory c -> ArchiveAccess.ask(room, c, turn);
            case RoomCommand.AskMissed c -> Missing.ask(room, c);
            case RoomCommand.AskReader c -> ArchiveAccess.ask(room, c, turn);
            case RoomCommand.Abandoned c -> Persistent.abandoned(room);
            case RoomCommand.Close c -> Destroying.close(room);
        };
    }
}
