"""Every role × every address × every verb, against a table of expected answers that was written by hand.

One row an address (and, where it matters, a record in another state), one letter a person, in the order of PEOPLE:
    .  opens (or says what is wrong with an empty form)        l  asked to log in
    f  403, with who can                                       n  404: not for these eyes
    m  405: the address knows no such verb
"""

from collections.abc import Iterable, Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

from phusa.foundation.access import Role
from phusa.foundation.access.permissions import declared, may
from phusa.foundation.access.web import EVERYONE, SIGNED_IN
from tests.architecture.world import create
from tests.cast import signed_in

PEOPLE = (
    *("visitor", "outsider"),
    *("specialist", "head", "director", "clerk"),  # of the Department that drafts and leads
    *("office_specialist", "office_leader"),
    *("vice_chair", "chair"),
    *("officer", "commune_officer"),  # of an agency that coordinates; of one without a part
    *("ministry_officer", "ministry_leader"),  # of the other side of visits, requests and programmes
    *("auditor", "administrator"),
)

TABLE = """
# address                          record                GET                      POST

account_login                      -                     .. .... .. .. .. .. ..     .. .... .. .. .. .. ..
account_logout                     -                     .. .... .. .. .. .. ..     .. .... .. .. .. .. ..
account_change_password            -                     l. .... .. .. .. .. ..     l. .... .. .. .. .. ..
organizations:invitation           -                     .. .... .. .. .. .. ..     .. .... .. .. .. .. ..

ui:language                        -                     mm mmmm mm mm mm mm mm     .. .... .. .. .. .. ..
ui:theme                           -                     mm mmmm mm mm mm mm mm     .. .... .. .. .. .. ..
ui:capacity                        -                     lm mmmm mm mm mm mm mm     l. .... .. .. .. .. ..
ui:columns                         list                  mm mmmm mm mm mm mm mm     .. .... .. .. .. .. ..
ui:save_view                       list                  lm mmmm mm mm mm mm mm     l. .... .. .. .. .. ..
ui:delete_view                     view                  lm mmmm mm mm mm mm mm     ln .nnn nn nn nn nn nn
ui:gallery                         -                     .. .... .. .. .. .. ..     .. .... .. .. .. .. ..

instruments:list                   -                     l. .... .. .. .. .. ..     lm mmmm mm mm mm mm mm
instruments:page                   instrument            l. .... .. .. .. .. ..     lm mmmm mm mm mm mm mm
instruments:new                    -                     lf .... .. ff ff ff f.     lf .... .. ff ff ff f.
instruments:edit                   instrument            lf .... .. ff ff ff f.     lf .... .. ff ff ff f.
instruments:attach                 instrument            lf mmmm mm ff ff ff fm     lf .... .. ff ff ff f.
instruments:relate                 instrument            lf mmmm mm ff ff ff fm     lf .... .. ff ff ff f.
instruments:unrelate               instrument.relation   lf mmmm mm ff ff ff fm     lf .... .. ff ff ff f.

organizations:list                 -                     l. .... .. .. .. .. ..     lm mmmm mm mm mm mm mm
organizations:organization         organization          l. .... .. .. .. .. ..     lm mmmm mm mm mm mm mm
organizations:new                  -                     lf ...f ff ff ff ff f.     lf ...f ff ff ff ff f.
organizations:alias_new            organization          lf ...f ff ff ff ff f.     lf ...f ff ff ff ff f.
organizations:alias_remove         organization.alias    lf ffff ff ff ff ff fm     lf ffff ff ff ff ff f.
organizations:rename               organization          lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.
organizations:correct              organization.version  lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.
organizations:end                  organization          lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.
organizations:succession_new       organization          lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.
organizations:succession_remove    succession            lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.
organizations:groups               -                     l. .... .. .. .. .. ..     lm mmmm mm mm mm mm mm
organizations:group                group                 l. .... .. .. .. .. ..     lm mmmm mm mm mm mm mm
organizations:group_new            -                     lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.
organizations:group_edit           group                 lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.
organizations:member_new           group                 lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.
organizations:member_remove        group.member          lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.
organizations:people               -                     l. .... .. .. .. .. ..     lm mmmm mm mm mm mm mm
organizations:person               person                l. .... .. .. .. .. ..     lm mmmm mm mm mm mm mm
organizations:person_new           -                     lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.
organizations:person_edit          person                lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.
organizations:post_new             person                lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.
organizations:post_end             post                  lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.

organizations:accounts             -                     lf ffff ff ff ff ff ..     lf ffff ff ff ff ff mm
organizations:account              account               ln nnnn nn nn .n nn ..     lm mmmm mm mm mm mm mm
organizations:account_new          -                     lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.
organizations:invite               account               lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.
organizations:account_close        account               lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.
organizations:account_reopen       account               lf ffff ff ff ff ff fm     lf ffff ff ff ff ff f.
organizations:memberships          -                     lf ffff ff ff ff ff ..     lf ffff ff ff ff ff mm
organizations:membership_new       account               lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.
organizations:membership_end       membership            lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.

legal:calendar                     -                     l. .... .. .. .. .. ..     lm mmmm mm mm mm mm mm
legal:days                         -                     l. .... .. .. .. .. ..     lm mmmm mm mm mm mm mm
legal:day_new                      -                     lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.
legal:day_edit                     day                   lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.
legal:day_remove                   day                   lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.

search:find                        -                     l. .... .. .. .. .. ..     lm mmmm mm mm mm mm mm
files:download                     batch.file            lf ...n nn nn nn nn .n     lf mmmm mm mm mm mm mm
files:download                     visit.own-paper       lf .... .. .. .. nn .n     lf mmmm mm mm mm mm mm

imports:list                       -                     lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
imports:batch                      batch                 lf ...n nn nn nn nn .n     lf mmmm mm mm mm mm mm
imports:new                        tasks                 lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
imports:new                        requests              lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
imports:new                        linked-projects       lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
imports:new                        linked-results        lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
imports:columns                    batch                 lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
imports:decisions                  batch                 lf mmmf ff ff ff ff ff     lf ...f ff ff ff ff ff
imports:answers                    batch                 lf mmmf ff ff ff ff ff     lf ...f ff ff ff ff ff
imports:row                        batch.row             lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
imports:apply                      batch                 lf mmmf ff ff ff ff ff     lf ...f ff ff ff ff ff
imports:undo                       batch                 lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff

assignments:my_work                -                     l. .... .. .. .. .. ..     lm mmmm mm mm mm mm mm
assignments:list                   -                     lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
assignments:deadline_reading       -                     lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
assignments:party_reading          -                     lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
assignments:assignment             drafted-task          lf .... .. .. nn nn .n     lf mmmm mm mm mm mm mm
assignments:assignment             issued-task           lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
assignments:report                 drafted-task          lf mmmf mf ff mm mf ff     lf ffff ff ff nn nf ff
assignments:report                 issued-task           lf mmmf mf ff mm mf ff     lf ...f .f ff ff ff ff
assignments:confirm                issued-task           lf mmmf ff ff mm mf ff     lf ...f ff ff ff ff ff
assignments:evidence               issued-task.report    lf ...f .f ff ff ff ff     lf ...f .f ff ff ff ff
assignments:handling               issued-task           lf f..f .. ff ff ff ff     lf f..f .. ff ff ff ff
assignments:parts                  issued-task           lf ...f .. ff ff ff ff     lf ...f .. ff ff ff ff

indicators:figures                 -                     lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
indicators:report                  -                     lf ...f .. ff ff .f ff     lf ...f .. ff ff .f ff
indicators:reading                 -                     lf ...f .. ff ff .f ff     lf mmmf mm ff ff mf ff
indicators:figure                  figure                lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
indicators:figure                  figure.own-side       lf .... .. .. .. nn .n     lf mmmm mm mm mm mm mm
indicators:correct                 figure                lf ...f .. ff ff ff ff     lf ...f .. ff ff ff ff
indicators:correct                 figure.own-side       lf ...f .. ff ff nf ff     lf ...f .. ff ff nf ff
indicators:withdraw                figure                lf ...f .. ff ff ff ff     lf ...f .. ff ff ff ff
indicators:indicators              -                     lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
indicators:indicator               indicator             lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
indicators:new                     -                     lf ...f .. ff ff .f ff     lf ...f .. ff ff .f ff
indicators:edit                    indicator             lf ...f .. ff ff ff ff     lf ...f .. ff ff ff ff

schemes:list                       -                     lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
schemes:new                        -                     lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
schemes:document                   draft                 lf .... .. .. nn nn .n     lf mmmm mm mm mm mm mm
schemes:document                   submitted             lf .... .. .. nn nn .n     lf mmmm mm mm mm mm mm
schemes:document                   in-force              lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
schemes:document                   draft.number          lf .... .. .. nn nn .n     lf mmmm mm mm mm mm mm
schemes:document                   in-force.number       lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
schemes:document_json              draft.number          lf .... .. .. nn nn .n     lf mmmm mm mm mm mm mm
schemes:document_json              in-force.number       lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
schemes:matrix                     draft                 lf .... .. .. nn nn .n     lf mmmm mm mm mm mm mm
schemes:matrix                     in-force.number       lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
schemes:agencies                   draft                 lf .... .. .. nn nn .n     lf mmmm mm mm mm mm mm
schemes:agencies                   in-force.number       lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
schemes:history                    draft                 lf .... .. .. nn nn .n     lf mmmm mm mm mm mm mm
schemes:history                    in-force              lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
schemes:compare?old=1&new=2        amended               lf .... .. .. nn nn .n     lf mmmm mm mm mm mm mm

schemes:submit                     draft                 lf f..f ff ff ff ff ff     lf f..f ff ff ff ff ff
schemes:return                     submitted             lf ffff ff .. ff fn ff     lf ffff ff .. ff fn ff
schemes:approve                    submitted             lf ffff ff .. ff fn ff     lf ffff ff .. ff fn ff
schemes:record_approval            submitted             lf ff.f .. ff ff ff ff     lf ff.f .. ff ff ff ff
schemes:identify_approval          unnumbered            lf ff.f .. ff ff ff ff     lf ff.f .. ff ff ff ff
schemes:amend                      in-force              lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
schemes:discard                    draft                 lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
schemes:waive                      draft.rule            lf ff.f ff .. ff fn ff     lf ff.f ff .. ff fn ff
schemes:edit                       draft                 lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
schemes:edit                       in-force              lf nnnf ff ff ff ff ff     lf nnnf ff ff ff ff ff
schemes:titles                     draft                 lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
schemes:remove_title               draft.title           lf mmmf ff ff ff ff ff     lf ...f ff ff ff ff ff
schemes:grounds                    draft                 lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
schemes:remove_ground              draft.ground          lf mmmf ff ff ff ff ff     lf ...f ff ff ff ff ff
schemes:results                    draft                 lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
schemes:budget                     draft                 lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
schemes:budget                     draft.task            lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
schemes:task_new                   draft                 lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
schemes:task_edit                  draft.task            lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
schemes:part_new                   draft.kind            lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
schemes:part_edit                  draft.part            lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
schemes:remove                     draft.part            lf mmmf ff ff ff ff ff     lf ...f ff ff ff ff ff
schemes:move                       draft.part            lf mmmf ff ff ff ff ff     lf ...f ff ff ff ff ff

meetings:list                      -                     lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
meetings:conclusions               -                     lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
meetings:meeting                   visit                 lf .... .. .. .. .. .n     lf mmmm mm mm mm mm mm
meetings:meeting                   visit.planned         lf .... .. .. .. nn .n     lf mmmm mm mm mm mm mm
meetings:conclusion                conclusion.draft      lf .... .. .. nn nn .n     lf mmmm mm mm mm mm mm
meetings:conclusion                conclusion.laid       lf .... .. .. nn nn .n     lf mmmm mm mm mm mm mm
meetings:conclusion                conclusion            lf .... .. .. .. .. .n     lf mmmm mm mm mm mm mm
meetings:notice                    conclusion.draft      lf .... .. .. nn nn .n     lf mmmm mm mm mm mm mm
meetings:notice                    conclusion            lf .... .. .. .. .. .n     lf mmmm mm mm mm mm mm
meetings:new                       -                     lf ...f .. ff ff .f ff     lf ...f .. ff ff .f ff
meetings:assign                    -                     lf nnnf nn ff ff nf ff     lf nnnf nn ff ff nf ff
meetings:edit                      visit                 lf ...f .. ff ff ff ff     lf ...f .. ff ff ff ff
meetings:hold                      visit.planned         lf mmmf mm ff ff mf ff     lf ...f .. ff ff nf ff
meetings:cancel                    visit.planned         lf ...f .. ff ff nf ff     lf ...f .. ff ff nf ff
meetings:delegation_new            visit                 lf ...f .. ff ff ff ff     lf ...f .. ff ff ff ff
meetings:delegation_remove         visit.delegation      lf mmmf mm ff ff mf ff     lf ...f .. ff ff ff ff
meetings:participant_new           visit.delegation      lf ...f .. ff ff ff ff     lf ...f .. ff ff ff ff
meetings:participant_remove        visit.person          lf mmmf mm ff ff mf ff     lf ...f .. ff ff ff ff
meetings:source_new                visit                 lf ...f .. ff ff ff ff     lf ...f .. ff ff ff ff
meetings:source_remove             visit.source          lf mmmf mm ff ff mf ff     lf ...f .. ff ff ff ff
meetings:paper_new                 visit                 lf ...f .. ff ff ff ff     lf ...f .. ff ff ff ff
meetings:statement_new             visit                 lf ...f .. ff ff ff ff     lf ...f .. ff ff ff ff
meetings:statement_edit            visit.statement       lf ...f .. ff ff ff ff     lf ...f .. ff ff ff ff
meetings:statement_remove          visit.statement       lf mmmf mm ff ff mf ff     lf ...f .. ff ff ff ff
meetings:conclusion_new            visit                 lf ...f .. ff ff ff ff     lf ...f .. ff ff ff ff
meetings:conclusion_edit           conclusion.draft      lf ...f .. ff ff fn ff     lf ...f .. ff ff fn ff
meetings:conclusion_edit           conclusion.laid       lf ffff ff .. ff fn ff     lf ffff ff .. ff fn ff
meetings:line_new                  conclusion.draft      lf ...f .. ff ff fn ff     lf ...f .. ff ff fn ff
meetings:line_edit                 conclusion.draft.line lf ...f .. ff ff fn ff     lf ...f .. ff ff fn ff
meetings:line_edit                 conclusion.laid.line  lf ffff ff .. ff fn ff     lf ffff ff .. ff fn ff
meetings:line_remove               conclusion.draft.line lf mmmf mm mm ff fm ff     lf ...f .. ff ff fn ff
meetings:line_move                 conclusion.draft.line lf mmmf mm mm ff fm ff     lf ...f .. ff ff fn ff
meetings:send                      conclusion.draft      lf ...f .. ff ff ff ff     lf ...f .. ff ff ff ff
meetings:agree                     conclusion.laid       lf ffff ff .. ff fn ff     lf ffff ff .. ff fn ff
meetings:return                    conclusion.laid       lf ffff ff .. ff fn ff     lf ffff ff .. ff fn ff
meetings:issue                     conclusion.laid       lf ff.f .. ff ff ff ff     lf ff.f .. ff ff ff ff
meetings:withdraw                  conclusion            lf ffff f. .. ff ff ff     lf ffff f. .. ff ff ff
meetings:answer                    conclusion.line       lf ffff ff ff .f ff ff     lf ffff ff ff .f ff ff
meetings:decide                    conclusion.line       lf ffff ff .. ff ff ff     lf ffff ff .. ff ff ff
meetings:term                      conclusion.laid.line  lf ffff ff .. ff fn ff     lf ffff ff .. ff fn ff
meetings:term                      conclusion.line       lf ffff ff .. ff ff ff     lf ffff ff .. ff ff ff

requests:list                      -                     lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
requests:request                   request.draft         lf .... .. .. nn nn .n     lf mmmm mm mm mm mm mm
requests:request                   request.of-ministry   lf nnnn nn nn nn .. nn     lf mmmm mm mm mm mm mm
requests:request                   request               lf .... .. .. .. .. .n     lf mmmm mm mm mm mm mm
requests:new                       -                     lf ...f .. ff ff .f ff     lf ...f .. ff ff .f ff
requests:edit                      request.draft         lf ...f .. ff ff nf ff     lf ...f .. ff ff nf ff
requests:edit                      request.of-ministry   lf nnnf nn ff ff .f ff     lf nnnf nn ff ff .f ff
requests:edit                      request               lf ...f .. ff ff ff ff     lf ...f .. ff ff ff ff
requests:item_new                  request.draft         lf ...f .. ff ff nf ff     lf ...f .. ff ff nf ff
requests:item_edit                 request.draft.item    lf ...f .. ff ff nf ff     lf ...f .. ff ff nf ff
requests:item_remove               request.draft.item    lf ...f .. ff ff nf ff     lf ...f .. ff ff nf ff
requests:send                      request.draft         lf ...f .. ff ff nf ff     lf ...f .. ff ff nf ff
requests:withdraw                  request               lf ...f .. ff ff ff ff     lf ...f .. ff ff ff ff
requests:note                      request.draft         lf mmmm mm mm mm mm ff     lf .... .. .. nn nn ff
requests:note                      request               lf mmmm mm mm mm mm ff     lf .... .. .. .. .. ff
requests:due                       request.draft.item    lf ...f .. ff nn nn fn     lf ...f .. ff nn nn fn
requests:due                       request.item          lf .... .. ff ff .f fn     lf .... .. ff ff .f fn
requests:assign                    request.item          lf .... .. ff ff .f ff     lf .... .. ff ff .f ff
requests:forward                   request.item          lf .... .. ff ff .f ff     lf .... .. ff ff .f ff
requests:pause                     request.item          lf .... .. ff ff .f ff     lf .... .. ff ff .f ff
requests:resume                    request.item          lf .... .. ff ff .f ff     lf .... .. ff ff .f ff
requests:answer                    request.item          lf .... .. ff ff .f ff     lf .... .. ff ff .f ff
requests:reopen                    request.item          lf .... .. ff ff ff ff     lf .... .. ff ff ff ff
requests:package                   request               lf .... .. ff ff .f ff     lf .... .. ff ff .f ff
requests:download                  request.package       lf .... .. .. .. nn .n     lf mmmm mm mm mm mm mm
requests:take_in                   -                     lf .... .. ff .. .f ff     lf .... .. ff .. .f ff
requests:accept                    request.held          lf .... .. ff .. nf ff     lf .... .. ff .. nf ff
requests:keys                      -                     lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
requests:key_end                   request.key           lf .... .. ff .. nf ff     lf .... .. ff .. nf ff
requests:rules                     -                     lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
requests:rule_new                  -                     lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.
requests:rule_end                  request.rule          lf ffff ff ff ff ff f.     lf ffff ff ff ff ff f.

cooperation:list                   -                     lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
cooperation:new                    -                     lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:promise                -                     lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:programme              draft-programme       lf .... .. .. nn nn .n     lf mmmm mm mm mm mm mm
cooperation:programme              programme             lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
cooperation:text                   draft-programme       lf .... .. .. nn nn .n     lf mmmm mm mm mm mm mm
cooperation:text                   programme             lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
cooperation:commitments            draft-programme       lf .... .. .. nn nn .n     lf mmmm mm mm mm mm mm
cooperation:commitments            programme             lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
cooperation:requests               programme             lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
cooperation:projects               programme             lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
cooperation:results                programme             lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
cooperation:reviews                programme             lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
cooperation:history                draft-programme       lf .... .. .. nn nn .n     lf mmmm mm mm mm mm mm
cooperation:history                programme             lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
cooperation:briefing               draft-programme       lf ...f .. .. ff nn ff     lf mmmf mm mm ff mm ff
cooperation:briefing               programme             lf ...f .. .. ff .. ff     lf mmmf mm mm ff mm ff
cooperation:briefing_word          programme             lf ...f .. .. ff .. ff     lf mmmf mm mm ff mm ff
cooperation:briefing_freeze        programme             lf mmmf mm mm ff mm ff     lf nnnf nn nn ff nn ff
cooperation:meetings               programme             lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:meeting_unlink         programme.meeting     lf mmmf ff ff ff ff ff     lf ...f ff ff ff ff ff

cooperation:sign                   draft-programme       lf ff.f .. ff ff ff ff     lf ff.f .. ff ff ff ff
cooperation:end                    programme             lf f..f ff ff ff ff ff     lf f..f ff ff ff ff ff
cooperation:renew                  programme             lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:discard                draft-programme       lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:edit                   draft-programme       lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:signatories            draft-programme       lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:grounds                draft-programme       lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:ground_remove          draft-programme.ground lf mmmf ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:clause_new             draft-programme       lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:clause_edit            draft-programme.clause lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:clause_remove          draft-programme.clause lf mmmf ff ff ff ff ff     lf ...f ff ff ff ff ff

cooperation:commitment_new         programme             lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:commitment_edit        commitment            lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:commitment_withdraw    commitment            lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:project_new            programme             lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:project                project               lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
cooperation:project_edit           project               lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:project_remove         project               lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:result_new             programme             lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:result                 result                lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
cooperation:result_edit            result                lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:result_remove          result                lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:plan_new               programme             lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:plan_edit              programme.plan        lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:review_new             programme             lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:review                 draft-review          lf .... .. .. nn nn .n     lf mmmm mm mm mm mm mm
cooperation:review                 adopted-review        lf .... .. .. .. .. ..     lf mmmm mm mm mm mm mm
cooperation:review_edit            draft-review          lf ...f ff ff ff ff ff     lf ...f ff ff ff ff ff
cooperation:review_adopt           draft-review          lf ff.f ff .. ff fn ff     lf ff.f ff .. ff fn ff

overlap:check                      -                     l. .... .. .. .. .. ..     l. .... .. .. .. .. ..

audit:journal                      -                     lf ffff ff ff ff ff .f     lf ffff ff ff ff ff mf
audit:record                       account               ln nnnn nn nn .n nn ..     lm mmmm mm mm mm mm mm
audit:record                       draft                 ln .... .. .. nn nn .n     lm mmmm mm mm mm mm mm
audit:record                       in-force              ln .... .. .. .. .. ..     lm mmmm mm mm mm mm mm
audit:record                       visit                 ln .... .. .. .. .. .n     lm mmmm mm mm mm mm mm
audit:record                       visit.own-paper       ln .... .. .. .. nn .n     lm mmmm mm mm mm mm mm
audit:record                       visit.paper           ln .... .. .. .. nn .n     lm mmmm mm mm mm mm mm
audit:record                       visit.dossier         ln .... .. .. nn nn .n     lm mmmm mm mm mm mm mm
audit:record                       conclusion.draft      ln .... .. .. nn nn .n     lm mmmm mm mm mm mm mm
audit:record                       conclusion            ln .... .. .. .. .. .n     lm mmmm mm mm mm mm mm

dashboards:overview                -                     l. .... .. .. .. .. ..     lm mmmm mm mm mm mm mm
dashboards:agencies                -                     l. .... .. .. .. .. ..     lm mmmm mm mm mm mm mm

help:help                          -                     .. .... .. .. .. .. ..     mm mmmm mm mm mm mm mm
"""

VERBS = ("get", "post")


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Address, record, expected answers to GET and to POST."""
    for line in TABLE.splitlines():
        if line.strip() and not line.startswith("#"):
            name, record, *letters = line.split()
            answers = "".join(letters)
            yield name, record, answers[: len(PEOPLE)], answers[len(PEOPLE) :]


def addresses(
    patterns: list[URLPattern | URLResolver] | None = None, namespace: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every address of the program by its name."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}:{pattern.name}" if namespace else str(pattern.name), pattern
        else:
            yield from addresses(pattern.url_patterns, pattern.namespace or namespace)


def test_every_row_has_an_answer_for_everybody():
    assert [name for name, _, *answers in rows() if {len(each) for each in answers} != {len(PEOPLE)}] == []


def test_every_address_has_a_row_and_every_row_an_address():
    assert {name.partition("?")[0] for name, *_ in rows()} == {name for name, _ in addresses()}


def package_of(name: str) -> str:
    return name.partition(":")[0].partition("_")[0]


@pytest.mark.django_db
@pytest.mark.sqlite
@pytest.mark.parametrize("package", sorted({package_of(name) for name, *_ in rows()}))
def test_the_doors_of_a_package_open_to_whom_they_should(package: str):
    world = create()
    people = world.cast.people()
    sessions = {who: signed_in(people[who]).cookies["sessionid"].value if who in people else "" for who in PEOPLE}
    client, expected, found = Client(), {}, {}
    for name, record, *answers in rows():
        if package_of(name) == package:
            view, asks, query = name.partition("?")
            address = reverse(view, kwargs=world.places[record]) + asks + query
            for verb, letters in zip(VERBS, answers, strict=True):
                door = f"{verb.upper()} {name} {record}"
                expected[door] = spelled_out(letters)
                found[door] = spelled_out(answer(client, verb, address, session) for session in sessions.values())
    assert found == expected


def answer(client: Client, verb: str, address: str, session: str) -> str:
    """One request of one person; what it writes is taken back."""
    client.cookies.clear()
    client.cookies["sessionid"] = session
    with transaction.atomic():
        response = getattr(client, verb)(address)
        response.getvalue()  # a streamed answer is closed at its end; closing it by hand would close the connection
        transaction.set_rollback(True)
    if response.status_code == 302 and response.headers["Location"].startswith("/accounts/login/?next="):
        return "l"
    return {403: "f", 404: "n", 405: "m"}.get(response.status_code, ".")


def spelled_out(letters: Iterable[str]) -> str:
    return " ".join(f"{who}:{letter}" for who, letter in zip(PEOPLE, letters, strict=True))


# What the doors stand on


def test_every_view_says_what_opens_it_and_names_a_permission_that_exists():
    known = {EVERYONE, SIGNED_IN, *declared()}
    assert [name for name, pattern in addresses() if getattr(pattern.callback, "opens_to", None) not in known] == []


READ_WITHOUT_ROWS = {"audit.read_journal", "organizations.read_accounts"}  # no set of rows, and no deed either


def test_an_auditor_holds_no_permission_to_do_anything():
    held = {line.name for line in declared().values() if line.rows is None and Role.AUDITOR in line.roles}
    assert held == READ_WITHOUT_ROWS


def test_a_permission_is_named_after_its_package_and_reads_in_both_languages():
    packages = {name.partition(":")[0] for name, _ in addresses()}
    for name, line in declared().items():
        if name.startswith("tests."):  # declared by the tests of access in the same process
            continue
        assert name.partition(".")[0] in packages
        with override("en"):
            english = str(line.label)
        with override("vi"):
            assert str(line.label) != english, name


@pytest.mark.django_db
def test_a_list_shows_exactly_the_rows_that_a_single_look_allows():
    world = create()
    for line in declared().values():
        if line.rows:
            for who, user in world.cast.people().items():
                listed = set(line.rows(user).values_list("pk", flat=True))
                looked = {row.pk for row in line.rows(user).model._default_manager.all() if may(user, line.name, row)}
                assert listed == looked, (line.name, who)
